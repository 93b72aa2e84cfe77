package terminal

import (
	"slices"

	"hoist/upload"
)

// unfinished returns what is to be continued: each where it was begun, and in the same name.
func (r *run) unfinished() []batch {
	all, err := r.Unfinished()
	if err != nil {
		r.failed(failure{cause: err})
		return nil
	}
	var batches []batch
	for _, u := range r.wanted(all) {
		o := r.options
		o.Account, o.API, o.BaseURL = u.Account, u.API, u.BaseURL
		i := slices.IndexFunc(batches, func(b batch) bool {
			return b.options.Account == o.Account && b.options.API == o.API && b.options.BaseURL == o.BaseURL
		})
		if i < 0 {
			i, batches = len(batches), append(batches, batch{options: o})
		}
		batches[i].requests = append(batches[i].requests, upload.Request{
			File: u.File, MediaID: u.MediaID, Category: u.Category,
		})
	}
	return batches
}

// wanted returns those of all unfinished uploads that the person named, or all that nobody works on.
func (r *run) wanted(all []upload.Unfinished) []upload.Unfinished {
	var wanted []upload.Unfinished
	for _, id := range r.options.MediaIDs {
		u := byID(all, id)
		if u == nil {
			r.failed(failure{mediaID: id, cause: &upload.Error{Kind: upload.NotUnfinished, Segment: -1}})
			continue
		}
		wanted = append(wanted, *u)
	}
	if len(r.options.MediaIDs) > 0 {
		return wanted
	}
	for _, u := range all {
		if !u.InUse {
			wanted = append(wanted, u)
		}
	}
	switch {
	case len(wanted) > 0 || r.options.JSON:
	case len(all) > 0:
		say(r.Err, r.Words.Count("terminal.resume.in_use", len(all)))
	default:
		say(r.Err, r.Words.Text("terminal.uploads.none"))
	}
	return wanted
}

// kept returns what can be continued of an upload that has failed; nil: nothing. The journals tell, since they are
// what will be continued.
func (r *run) kept(f failure) *upload.Unfinished {
	if f.mediaID == "" || f.Kind == string(upload.FileChanged) {
		return nil
	}
	all, err := r.Unfinished()
	if err != nil {
		return nil
	}
	u := byID(all, f.mediaID)
	if u == nil {
		return nil
	}
	switch stateOf(*u) {
	case stateInUse, stateExpired, stateFileChanged:
		return nil
	}
	return u
}

// byID returns the upload with that media ID; nil: there is none.
func byID(all []upload.Unfinished, mediaID string) *upload.Unfinished {
	i := slices.IndexFunc(all, func(u upload.Unfinished) bool { return u.MediaID == mediaID })
	if i < 0 {
		return nil
	}
	return &all[i]
}
