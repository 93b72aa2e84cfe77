package desktop

import (
	"context"
	"errors"
	"strings"

	"github.com/rymdport/portal/filechooser"
)

// systemSave shows the desktop's own dialog through its portal, and fails where there is none. As with systemDialog, an
// answer that comes after ctx has ended is passed over.
func systemSave(ctx context.Context, s Saver) (string, error) {
	type answer struct {
		uris []string
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		uris, err := filechooser.SaveFile("", s.Title, &filechooser.SaveFileOptions{
			CurrentName: s.Name,
			Filters: []*filechooser.Filter{{
				Name: s.Kind, Rules: []filechooser.Rule{{Type: filechooser.GlobPattern, Pattern: "*" + s.Extension}},
			}},
		})
		answered <- answer{uris, err}
	}()
	select {
	case a := <-answered:
		if a.err != nil || len(a.uris) == 0 {
			return "", a.err
		}
		// It is an address without its escapes: a name with # or ? in it would not be understood as one.
		path, local := strings.CutPrefix(a.uris[0], "file://")
		if !local {
			return "", errors.New("the place that was chosen is not on this computer")
		}
		return path, nil
	case <-ctx.Done():
		return "", nil
	}
}
