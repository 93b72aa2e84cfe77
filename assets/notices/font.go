package main

import (
	"encoding/binary"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"
)

// What a font's table of names holds, by Microsoft's numbers: learn.microsoft.com/typography/opentype/spec/name.
const (
	nameCopyright = 0
	nameFull      = 4
	nameTrademark = 7
	nameDesigner  = 9
	nameLicence   = 13
	nameAddress   = 14
)

// licencesOfFonts names the licence file that lies beside a font, by the beginning of the font's name. A font that is not here
// is one that nobody has looked at.
var licencesOfFonts = map[string]string{
	"Inter":             "LICENSE-Inter.txt",
	"JetBrainsMono":     "LICENSE-JetBrainsMono.txt",
	"NotoSans":          "LICENSE.txt",
	"DejaVuSansMono":    "LICENSE_DejaVu-Powerline.txt",
	"InterSymbols":      "LICENSE_Inter.txt",
	"EmojiOneColor.otf": "LICENSE_EmojiOneColor.txt",
}

// ourFonts returns the licences of the fonts of package assets.
func ourFonts(root string) ([]notice, error) {
	folder := filepath.Join(root, "assets", "fonts")
	var all []notice
	for name, told := range map[string]string{
		"Inter":         "Inter (font, changed: fewer letters, digits of one width)",
		"JetBrainsMono": "JetBrains Mono (font, changed: fewer letters, no ligatures)",
	} {
		files, err := filepath.Glob(filepath.Join(folder, name+"-*"))
		if err != nil {
			return nil, err
		}
		c := component{name: told, dir: folder, embedded: map[string]bool{}}
		for _, file := range files {
			c.embedded[file] = true
		}
		licence := licencesOfFonts[name]
		text, err := read(filepath.Join(folder, licence))
		if err != nil {
			return nil, err
		}
		n, err := newNotice(c.name, licence, string(text), "")
		if err != nil {
			return nil, err
		}
		found, err := c.fonts([]notice{n})
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b notice) int { return strings.Compare(a.of, b.of) })
	return all, nil
}

// fonts adds to the licences of a component's fonts whose the fonts say that they are.
func (c component) fonts(all []notice) ([]notice, error) {
	for _, file := range inOrder(c.embedded) {
		if kind := filepath.Ext(file); kind != ".ttf" && kind != ".otf" {
			continue
		}
		data, err := read(file)
		if err != nil {
			return nil, err
		}
		names, err := fontNames(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		name, _, _ := strings.Cut(filepath.Base(file), "-")
		licence := c.short(filepath.Join(filepath.Dir(file), licencesOfFonts[name]))
		i := slices.IndexFunc(all, func(n notice) bool { return slices.Contains(n.where, licence) })
		if i < 0 {
			return nil, fmt.Errorf("%s: a font whose licence is not known: look at it, and add it to font.go", file)
		}
		all[i].add(words(names[nameCopyright]), words(names[nameTrademark]))
		if strings.Contains(names[nameLicence], "CC-BY 4.0") { // which asks for the artist, and for the address of the licence
			n, err := newNotice(c.name, c.short(file), strings.Join([]string{
				names[nameDesigner], names[nameLicence],
				names[nameAddress], "https://creativecommons.org/licenses/by/4.0/legalcode",
			}, "\n"), "")
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, nil
}

// fontNames reads the names of an OpenType font, by number, in the first language that it has.
func fontNames(font []byte) (map[int]string, error) {
	u16 := func(data []byte, at int) int {
		if at < 0 || at+2 > len(data) {
			return 0
		}
		return int(binary.BigEndian.Uint16(data[at:]))
	}
	var table []byte
	for i := range u16(font, 4) {
		entry := 12 + 16*i
		if entry+16 <= len(font) && string(font[entry:entry+4]) == "name" {
			from, size := int(binary.BigEndian.Uint32(font[entry+8:])), int(binary.BigEndian.Uint32(font[entry+12:]))
			table = font[min(from, len(font)):min(from+size, len(font))]
		}
	}
	names := map[int]string{}
	for i := range u16(table, 2) {
		entry := 6 + 12*i
		number := u16(table, entry+6)
		from := u16(table, 4) + u16(table, entry+10)
		to := from + u16(table, entry+8)
		if names[number] != "" || to > len(table) {
			continue
		}
		names[number] = strings.ReplaceAll(fontText(u16(table, entry), table[from:to]), "\r", "\n")
	}
	if names[nameCopyright] == "" || names[nameFull] == "" {
		return nil, fmt.Errorf("no names in it")
	}
	return names, nil
}

// fontText decodes a name: UTF-16 but for the old Macintosh, whose letters beyond ASCII are few in names.
func fontText(platform int, data []byte) string {
	if platform == 1 {
		return strings.ReplaceAll(string(data), "\xa9", "©")
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}
