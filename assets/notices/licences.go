package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// licences are those that Hoist may be under: what has to stand in a text, word for word. They ask for their text and the
// names of the authors to be handed on, and for no more. Names are those of SPDX, where it has one.
var licences = []struct {
	name string
	has  []string // any of them
	not  string   // and not this
}{
	{name: "Apache-2.0", has: []string{
		"Apache License Version 2.0, January 2004", `Licensed under the Apache License, Version 2.0 (the "License")`,
	}},
	{name: "BSD-3-Clause", has: []string{"nor the names of its contributors may be used to endorse", "nor the names of his contributors may be used to endorse"}},
	{name: "BSD-2-Clause", has: []string{"Redistributions in binary form must reproduce the above copyright notice"}, not: "to endorse or promote"},
	{name: "BSD-1-Clause", has: []string{"Redistributions of source code must retain the above copyright notice"}, not: "binary form must"},
	{name: "MIT", has: []string{
		"Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files",
		"Permission is hereby granted, free of charge, to any person obtaining a copy of this software and/or associated documentation files",
	}},
	{name: "ISC", has: []string{"Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted"}},
	{name: "HPND-sell-variant", has: []string{"Permission to use, copy, modify, distribute, and sell this software and its documentation for any purpose"}},
	{name: "Zlib", has: []string{"The origin of this software must not be misrepresented"}},
	{name: "Unlicense", has: []string{"This is free and unencumbered software released into the public domain."}},
	{name: "OFL-1.1", has: []string{"SIL OPEN FONT LICENSE Version 1.1", "licensed under the SIL Open Font License, Version 1.1"}},
	{name: "Bitstream-Vera", has: []string{"Bitstream Vera Fonts Copyright"}},
	{name: "CC-BY-4.0", has: []string{"Creative Commons License (CC-BY 4.0)"}},
	{name: "SGI-B-2.0", has: []string{"licensed under the SGI Free Software B License"}},
	{name: "SunPro", has: []string{"Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved."}},
	{name: "LicenseRef-Cephes", has: []string{"may be used freely but it comes with no support or guarantee"}},
}

// asksMore are licences that ask for more than to be handed on.
var asksMore = regexp.MustCompile(`(?i)\bGNU (Lesser |Library |Affero )?General Public|\b[AL]?GPL(v?[23])?\b|Mozilla Public|Eclipse Public|` +
	`Common Development and Distribution|Common Public|Commons Clause|(for|to) non-?commercial|NonCommercial-|Business Source|Server Side Public|Prosperity|PolyForm`)

// classify names the licences of a text.
func classify(text string) (string, error) {
	if more := asksMore.FindString(text); more != "" {
		return "", fmt.Errorf("a licence that Hoist cannot be under: %q", more)
	}
	text = words(text)
	var names []string
	for _, l := range licences {
		for _, has := range l.has {
			if strings.Contains(text, has) && (l.not == "" || !strings.Contains(text, l.not)) {
				names = append(names, l.name)
				break
			}
		}
	}
	if len(names) == 0 {
		return "", errors.New("an unknown licence: look at it, and add it to licences.go if Hoist may be under it")
	}
	return strings.Join(names, ", "), nil
}

// agreed names the licence of files that classify would refuse, of which somebody has found out what they mean for Hoist.
func agreed(component, file string) string {
	if strings.HasPrefix(component, "github.com/go-gl/glfw/") && strings.HasPrefix(file, "glfw/deps/mingw/") {
		// Wine's headers, which mingw-w64 has as well. Section 5 of the licence: a program that takes from a header only
		// numbers, layouts of data, and macros and functions of ten lines or fewer is not restricted.
		return "LGPL-2.1-or-later (declarations alone: its section 5)"
	}
	return ""
}
