// Package credentials knows who uploads: accounts on X, where their keys lie, how a person signs in, and how a request
// is signed.
//
// An [Account] has a name and four keys of OAuth 1.0a, which is how X knows the app and the person. The keys are of
// type [Secret], which prints itself as "[redacted]" wherever it is formatted, logged or encoded.
//
// Accounts come from one of three places:
//
//   - a [Store]: [Keyring] keeps them in the keyring of the operating system, [Memory] until the program ends; there
//     is none that writes files
//   - [FromEnvironment]: the four HOIST_ variables, for scripts
//   - [Begin]: a person signs in on X's page and types the PIN that it shows
//
// [Signer] turns an account into the func(http.RoundTripper) http.RoundTripper that package upload takes. This is the
// seam behind which another way of signing, such as OAuth 2.0, can stand.
//
// Every call that talks to a keyring or to X can wait for a person or a network: never make one on the goroutine of
// the window. What fails is an [*Error] whose [Kind] package ui/messages turns into words; when the context of the
// caller ends first, its own error comes back. No error text holds a key, a token or a PIN.
package credentials
