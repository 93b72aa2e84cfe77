package main

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestTextsAreFresh fails when a text is not what the command would write now: a module has come, gone or changed its
// version, or a licence is another.
func TestTextsAreFresh(t *testing.T) {
	root, err := moduleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range systems {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(root, "assets", "notices", s.name+".txt")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			packages, err := list(t.Context(), root, s)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, c := range components(packages) {
				if c.name != goName() {
					want = append(want, c.name)
				}
			}
			if got := modulesIn(string(data)); !slices.Equal(got, want) {
				t.Errorf("%s is for other modules: make notices writes it anew\n is for %v\n should be for %v", file, got, want)
			}
			if !strings.Contains(string(data), goName()+"\n") {
				t.Skipf("%s was written with another Go than %s, whose licences may differ: make notices, with that one", file, runtime.Version())
			}
			text, err := notices(root, s, packages)
			if err != nil {
				t.Fatal(err)
			}
			if err := isFresh(file, text); err != nil {
				t.Error(err)
			}
		})
	}
}

// modulesIn returns the modules that a text lists, with their versions.
func modulesIn(text string) []string {
	list, _, _ := strings.Cut(text, "\n===")
	var modules []string
	for _, line := range regexp.MustCompile(`(?m)^  (\S+\.\S+/\S+ v\S+)$`).FindAllStringSubmatch(list, -1) {
		modules = append(modules, line[1])
	}
	return modules
}

// TestNothingIsLost looks for each line of each licence in what is written: equal ones are printed once, folded, and with
// whose they are in another place.
func TestNothingIsLost(t *testing.T) {
	root, err := moduleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	packages, err := list(t.Context(), root, systems[0])
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(systems[0].name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	text := words(string(data))
	lines := 0
	for _, c := range components(packages) {
		files, err := c.licences()
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			licence, _, _ := strings.Cut(clean(string(data)), "APPENDIX:")
			for line := range strings.SplitSeq(licence, "\n") {
				line = words(strings.TrimPrefix(line, "//"))
				if lines++; !title.MatchString(line) && !reserved.MatchString(line) && !strings.Contains(text, line) {
					t.Errorf("%s, %s: %q is nowhere in the notices", c.name, c.short(file), line)
				}
			}
		}
	}
	if lines < 1000 {
		t.Errorf("%d lines were looked for: that cannot be all", lines)
	}
}

// TestWhatNoModuleNames looks for what only the sources, the fonts and the compilers bring, in the texts of those systems
// that have it and in no others.
func TestWhatNoModuleNames(t *testing.T) {
	const all = "linux windows darwin"
	for want, in := range map[string]string{
		"Camilla Löwy": all, "Sam Lantinga": all, "The Khronos Group": all, "Keith Packard": all, "fiat-crypto Authors": all,
		"Sun Microsystems": all, "Stephen L. Moshier": all, "Vita Nuova": all,
		"Noto is a trademark of Google": all, "Bitstream Vera": all, "JetBrains Mono is a trademark": all,
		"emojione.com/licensing": all, "licenses/by/4.0/legalcode": all, "Material Design icons": all, "Unicode, Inc.": all,
		wholeText: all, "END OF TERMS AND CONDITIONS": all,
		"Kristian Høgsberg": "linux", "crtn.o": "linux", "GCC RUNTIME LIBRARY EXCEPTION": "linux windows",
		"the mingw-w64 project": "windows", "LUCENT DISCLAIMS": "windows", "Keith Marshall": "windows", "NSIS Contributors": "windows",
		"Igor Pavlov": "windows", "the Wine project": "windows", "Jeremy Black": "windows",
		"internal/shellescape/LICENSE": "darwin",
	} {
		for _, s := range systems {
			data, err := os.ReadFile(s.name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(string(data), want); got != slices.Contains(strings.Fields(in), s.name) {
				t.Errorf("the notices for %s: %q is in them: %v", s.title, want, got)
			}
		}
	}
}

func TestClassify(t *testing.T) {
	mit := "Permission is hereby granted, free of charge, to any person obtaining a copy\nof this software and associated documentation files"
	for _, test := range []struct{ text, want, fails string }{
		{text: "MIT License\n\nCopyright (c) 2020 Somebody\n\n" + mit, want: "MIT"},
		{text: mit + "\n\nLicensed under the Apache License, Version 2.0 (the \"License\")", want: "Apache-2.0, MIT"},
		{text: "GNU GENERAL PUBLIC LICENSE\nVersion 3", fails: "GNU GENERAL PUBLIC"},
		{text: mit + "\n\nSome files are under the LGPLv2.", fails: "LGPL"},
		{text: "This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0.", fails: "Mozilla Public"},
		{text: mit + "\n\n\"Commons Clause\" License Condition", fails: "Commons Clause"},
		{text: mit + " for non-commercial use", fails: "non-commercial"},
		{text: "All rights reserved.", fails: "unknown"},
		{text: "", fails: "unknown"},
	} {
		got, err := classify(test.text)
		if test.fails != "" && (err == nil || !strings.Contains(err.Error(), test.fails)) || test.fails == "" && err != nil || got != test.want {
			t.Errorf("%q: %q, error %v; want %q, %q", test.text, got, err, test.want, test.fails)
		}
	}
}

// TestWithoutALicence: a module that has none, or one that nobody knows, may not be in Hoist.
func TestWithoutALicence(t *testing.T) {
	folder := t.TempDir()
	source := filepath.Join(folder, "deep", "a.go")
	for file, text := range map[string]string{source: "package a", filepath.Join(folder, "LICENSE.go"): "package b"} {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := component{name: "example.org/a v1.0.0", dir: folder, files: map[string]bool{source: true}}
	if found, err := c.notices(); err == nil || !strings.Contains(err.Error(), "example.org/a v1.0.0 has no licence") {
		t.Errorf("no licence: %v, error %v", found, err)
	}
	licence := filepath.Join(folder, "deep", "LICENCE.txt")
	if err := os.WriteFile(licence, []byte("You may look at it on Sundays."), 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := c.notices(); err == nil || !strings.Contains(err.Error(), "example.org/a v1.0.0, deep/LICENCE.txt: an unknown licence") {
		t.Errorf("an unknown licence: %v, error %v", found, err)
	}
	font := filepath.Join(folder, "Strange-Regular.ttf")
	data, err := os.ReadFile("../fonts/JetBrainsMono-Regular.ttf")
	if err == nil {
		err = os.WriteFile(font, data, 0o600)
	}
	if err == nil {
		err = os.WriteFile(licence, []byte("This is free and unencumbered software released into the public domain."), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.embedded = map[string]bool{font: true}
	if found, err := c.notices(); err == nil || !strings.Contains(err.Error(), "a font whose licence is not known") {
		t.Errorf("a font that nobody has looked at: %v, error %v", found, err)
	}
}

func TestLicencesInSources(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{"package a\n\n// Copyright 2009 The Go Authors.\n// Use of this source code is governed by a BSD-style license.\n", ""},
		{"/*\n * Long story.\n *\n * Copyright (c) 2020 Somebody\n *\n *   Permission is granted to all.\n *\n * How it works.\n */\nint a;", "Copyright (c) 2020 Somebody\n\nPermission is granted to all."},
		{"// Copyright (C) 1993 by Some Authors.\n// Permission to use this is granted.\n// =====\n//\n// x: a number\nfunc a()", "Copyright (C) 1993 by Some Authors.\nPermission to use this is granted."},
		{"/* Copyright 1999 A */ int a; /* Permission is granted */", ""},
		{"var text = `\nCopyright 2020 Somebody\nPermission is granted`", ""},
		{"/* Copyright 2020 Somebody. Permission is granted, and the comment never ends", "Copyright 2020 Somebody. Permission is granted, and the comment never ends"},
	} {
		if got := clean(strings.Join(licencesIn(test.source), "|")); got != test.want {
			t.Errorf("%q: %q, not %q", test.source, got, test.want)
		}
	}
}

func TestIncludedFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.h")
	source := "#include \"always.h\"\n#if defined(_GLFW_WIN32)\n #include <win.h>\n#elif defined(_GLFW_X11)\n #include \"x.h\"\n#endif\n" +
		"#ifdef _GLFW_COCOA\n#if OTHER\n#include \"cocoa.h\"\n#endif\n#else\n# include \"plain.h\"\n#endif\n// #include \"in_go.h\"\n"
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, want := included(file, map[string]bool{"_GLFW_X11": true}), []string{"always.h", "x.h", "plain.h", "in_go.h"}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

// TestBrokenFonts cuts a font off at each length and turns its bytes: there may be an error, and nothing worse.
func TestBrokenFonts(t *testing.T) {
	font, err := os.ReadFile("../fonts/Inter-Regular.otf")
	if err != nil {
		t.Fatal(err)
	}
	if names, err := fontNames(font); err != nil || names[nameCopyright] != "Copyright © 2020 The Inter Project Authors" {
		t.Fatalf("%v, error %v", names, err)
	}
	for length := 0; length < len(font); length += 1 + length/8 {
		if names, err := fontNames(font[:length]); err == nil && names[nameFull] == "" {
			t.Errorf("%d bytes: %v", length, names)
		}
	}
	for at := range 256 {
		broken := slices.Clone(font)
		broken[at] ^= 0xff
		_, _ = fontNames(broken)
	}
}

func TestFold(t *testing.T) {
	long := strings.Repeat("word ", 50)
	for line := range strings.SplitSeq(fold("   "+long+"\n"+strings.Repeat("x", 300)), "\n") {
		if len(line) > columns && strings.Contains(line, "word") {
			t.Errorf("%d letters: %q", len(line), line)
		} else if strings.Contains(line, "word") && !strings.HasPrefix(line, "   word") {
			t.Errorf("not as far from the left as before: %q", line)
		}
	}
	if got := words(fold("   " + long)); got != words(long) {
		t.Errorf("words are lost: %q", got)
	}
}

// TestOtherProgram: what is no program of Hoist's is refused.
func TestOtherProgram(t *testing.T) {
	root, err := moduleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := isMadeOf(t.Context(), root, self); err == nil || !strings.Contains(err.Error(), "it lacks fyne.io/fyne/v2 v") {
		t.Errorf("this test: error %v", err)
	}
	if err := isMadeOf(t.Context(), root, "main.go"); err == nil {
		t.Error("a source file was taken for a program")
	}
}
