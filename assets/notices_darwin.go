package assets

import _ "embed"

// Notices are what is in the program and its packages that others made, and their licences. Command notices writes them.
//
//go:embed notices/darwin.txt
var Notices string
