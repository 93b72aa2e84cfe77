package desktop

import (
	"context"
	"net/url"

	"github.com/rymdport/portal/filechooser"
)

// systemDialog shows the desktop's own dialog through its portal, and fails where there is none. The portal waits for
// the person and knows no contexts: when ctx ends, its answer is passed over.
func systemDialog(ctx context.Context, p Picker, folders bool) ([]string, error) {
	type answer struct {
		paths []string
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		options := &filechooser.OpenFileOptions{Multiple: p.several, Directory: folders, CurrentFolder: p.Folder}
		if !folders {
			options.Filters = []*filechooser.Filter{{Name: p.Kind, Rules: p.names()}}
		}
		uris, err := filechooser.OpenFile("", p.Title, options)
		answered <- answer{localPaths(uris), err}
	}()
	select {
	case a := <-answered:
		return a.paths, a.err
	case <-ctx.Done():
		return nil, nil
	}
}

// names returns the rules of the names that are shown.
func (p Picker) names() []filechooser.Rule {
	rules := make([]filechooser.Rule, 0, len(p.extensions))
	for _, e := range p.extensions {
		rules = append(rules, filechooser.Rule{Type: filechooser.GlobPattern, Pattern: "*" + e})
	}
	return rules
}

// localPaths returns the paths of file addresses.
func localPaths(uris []string) []string {
	var paths []string
	for _, uri := range uris {
		if u, err := url.Parse(uri); err == nil && u.Scheme == "file" {
			paths = append(paths, u.Path)
		}
	}
	return paths
}
