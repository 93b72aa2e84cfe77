// Command notices writes whose work is in Hoist, and under which licences: linux.txt, windows.txt and darwin.txt beside this
// file, one for each system's packages. The program holds the one of its system and shows it in About; each package brings
// it along.
//
//	go run ./assets/notices [-check] [program ...]
//
// It asks the go command which packages the program of a system consists of, and looks for
//
//   - the licence files of their modules and of the folders that are compiled or embedded,
//   - licences that stand at the head of single source files, C files that are included among them,
//   - what the fonts say of themselves,
//   - and the texts in parts, for what no module brings: what the compilers and the setup add, and data.
//
// Licences that are equal word for word stand once, with the copyright lines of each part that is under them. It fails for a
// module without a licence, and for one that is not among those of licences.go.
//
// Programs are compiled ones, of any system: it fails when one is made of other modules than the go command says. This is
// how the packages are proven, also those that are made on a Mac. With -check nothing is written: it fails when a text is not
// what would be written.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	check := flag.Bool("check", false, "fail when a text is not what would be written; write nothing")
	flag.Parse()
	if err := run(context.Background(), *check, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, check bool, programs []string) error {
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	var wrong []error
	for _, s := range systems {
		packages, err := list(ctx, root, s)
		if err != nil {
			return err
		}
		text, err := notices(root, s, packages)
		if err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		}
		file := filepath.Join(root, "assets", "notices", s.name+".txt")
		if check {
			wrong = append(wrong, isFresh(file, text))
		} else if err := os.WriteFile(file, []byte(text), 0o644); err != nil { //nolint:gosec // everybody may read it
			return err
		}
	}
	for _, program := range programs {
		wrong = append(wrong, isMadeOf(ctx, root, program))
	}
	return errors.Join(wrong...)
}

// isFresh fails when a file does not hold the text. A checkout may have ended its lines as Windows does.
func isFresh(file, text string) error {
	data, err := read(file)
	if err != nil {
		return err
	}
	if clean(string(data)) != clean(text) {
		return fmt.Errorf("%s is stale: make notices writes it anew", file)
	}
	return nil
}

// notices returns the text of a system whose program consists of the packages.
func notices(root string, s system, packages []listed) (string, error) {
	all, err := ourFonts(root)
	if err != nil {
		return "", err
	}
	for _, c := range components(packages) {
		found, err := c.notices()
		if err != nil {
			return "", err
		}
		all = append(all, found...)
	}
	parts, err := readParts(filepath.Join(root, "assets", "notices", "parts"), s)
	if err != nil {
		return "", err
	}
	return write(s, append(all, parts...))
}
