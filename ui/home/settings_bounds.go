package home

import "path/filepath"

// Bounds of the window's size in Fyne's device-independent pixels. The smallest fits a laptop of 1366 × 768 with its
// taskbar.
const (
	minWidth, minHeight = 720, 540
	maxWindow           = 16384
)

// Bounds of what pins the engine. Beyond 8 segments at once the same line was not faster; X takes segments of up to
// 8,000,000 bytes, and below 64 KiB a segment is mostly header.
const (
	mostAtOnce        = 8
	leastSegmentBytes = 64 << 10
	mostSegmentBytes  = 8_000_000
	leastSpeedLimit   = 10_000         // bytes per second; with less nothing would ever arrive
	mostSpeedLimit    = 10_000_000_000 // more than any line
)

// Bounds of the size of all that is shown, in per cent.
const (
	leastSize = 80
	mostSize  = 200
)

// Bounds of texts and places.
const (
	pathMost    = 32 << 10 // bytes; the longest path of any of the three systems is shorter
	urlMost     = 2048     // bytes
	tagMost     = 35       // bytes; as long as a tag of BCP 47 has to be taken
	placeMost   = 1 << 20  // pixels from the corner of the desktop
	versionMost = 32       // bytes; a version has three numbers
	nameMost    = 50       // bytes; X's names have at most 15
)

// bounded returns the settings with every value made one that the window can use.
func (s Settings) bounded() Settings {
	d := Defaults()
	if s.Theme != System && s.Theme != Light && s.Theme != Dark {
		s.Theme = d.Theme
	}
	if len(s.LastFolder) > pathMost || !filepath.IsAbs(s.LastFolder) {
		s.LastFolder = d.LastFolder
	}
	if p := s.WindowPlace; p != nil && max(p.X, -p.X, p.Y, -p.Y) > placeMost {
		s.WindowPlace = nil
	}
	s.Size = min(max(s.Size, leastSize), mostSize)
	s.WindowWidth = min(max(s.WindowWidth, minWidth), maxWindow)
	s.WindowHeight = min(max(s.WindowHeight, minHeight), maxWindow)
	if len(s.Account) > nameMost {
		s.Account = d.Account
	}
	if len(s.Language) > tagMost {
		s.Language = d.Language
	}
	if s.AtStart != Ask && s.AtStart != Resume {
		s.AtStart = d.AtStart
	}
	s.boundLine(d)
	s.boundUpdates(d)
	s.version = max(s.version, settingsVersion)
	return s
}

// boundLine does what bounded does for what has to do with the line to X.
func (s *Settings) boundLine(d Settings) {
	s.AtOnce = min(max(s.AtOnce, 0), mostAtOnce)
	s.SegmentBytes = pinned(s.SegmentBytes, leastSegmentBytes, mostSegmentBytes)
	s.SpeedLimit = pinned(s.SpeedLimit, leastSpeedLimit, mostSpeedLimit)
	if s.Proxy != ProxySystem && s.Proxy != ProxyManual && s.Proxy != ProxyNone {
		s.Proxy = d.Proxy
	}
	if len(s.ProxyURL) > urlMost {
		s.ProxyURL = d.ProxyURL
	}
	if len(s.Certificates) > pathMost || !filepath.IsAbs(s.Certificates) {
		s.Certificates = d.Certificates
	}
}

// boundUpdates does what bounded does for what has to do with newer versions. JSON has no years beyond 9999.
func (s *Settings) boundUpdates(d Settings) {
	if year := s.UpdatesAfter.Year(); year < 2000 || year > 9000 {
		s.UpdatesAfter = d.UpdatesAfter
	}
	if len(s.NewVersion) > versionMost || len(s.NewPage) > urlMost {
		s.NewVersion, s.NewPage = d.NewVersion, d.NewPage
	}
	if len(s.PassedVersion) > versionMost {
		s.PassedVersion = d.PassedVersion
	}
}

// pinned returns a number within its bounds; 0, which stands for none, stays, and so it is for less.
func pinned(n, least, most int64) int64 {
	if n <= 0 {
		return 0
	}
	return min(max(n, least), most)
}
