package terminal

import (
	"math"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"hoist/upload"
	"hoist/upload/video"
)

// flag is a flag of the command line.
type flag struct {
	name  string
	value string // what stands for its value in the help; empty: it takes none
	of    []Command
	set   func(o *Options, value string) bool // false: not a value that it takes
}

// flags are all flags, in the order of the help. The words about them are terminal.help.NAME, and terminal.wanted.NAME
// for the values that they take.
var flags = []flag{
	{"practice", "", sending, func(o *Options, _ string) bool { o.Practice = true; return true }},
	{"api", "v2|v1.1", sending, func(o *Options, v string) bool {
		o.API = upload.Generation(v)
		return o.API.Known()
	}},
	{"base-url", "URL", naming, func(o *Options, v string) bool {
		o.BaseURL = v
		_, err := upload.CheckBaseURL(v)
		return err == nil
	}},
	{"account", "NAME", naming, func(o *Options, v string) bool {
		o.Account = strings.TrimPrefix(v, "@")
		return o.Account != ""
	}},
	{"category", "NAME", judging, func(o *Options, v string) bool {
		o.Category = upload.Category(v)
		return o.Category.Known()
	}},
	{"premium", "", judging, func(o *Options, _ string) bool { o.Premium = true; return true }},
	{"anyway", "", sending, func(o *Options, _ string) bool { o.Anyway = true; return true }},
	{"start", "", []Command{CommandWindow}, func(o *Options, _ string) bool { o.Start = true; return true }},
	{"resume", "", uploading, func(o *Options, _ string) bool { o.Resume = true; return true }},
	{"wait", "D", uploading, func(o *Options, v string) bool {
		d, err := time.ParseDuration(v)
		o.Wait = d
		return err == nil && d > 0
	}},
	{"at-once", "N", uploading, func(o *Options, v string) bool {
		n, err := strconv.Atoi(v)
		o.AtOnce = n
		return err == nil && n >= 1 && n <= 8
	}},
	{"segment-size", "SIZE", uploading, func(o *Options, v string) (ok bool) {
		o.SegmentBytes, ok = size(v)
		return ok && o.SegmentBytes >= leastSegment && o.SegmentBytes <= video.MaxSegmentBytes
	}},
	{"limit", "RATE", uploading, func(o *Options, v string) (ok bool) {
		o.Limit, ok = size(strings.TrimSuffix(v, "/s"))
		return ok && o.Limit >= leastLimit
	}},
	{"trace", "", uploading, func(o *Options, _ string) bool { o.Trace = true; return true }},
	{"from", "FILE", adding, func(o *Options, v string) bool { o.From = v; return true }},
	{"pin", "", adding, func(o *Options, _ string) bool { o.PIN = true; return true }},
	{"json", "", telling, func(o *Options, _ string) bool { o.JSON = true; return true }},
	{"delete-data", "", deleting, func(*Options, string) bool { return true }},
	{"yes", "", deleting, func(o *Options, _ string) bool { o.Yes = true; return true }},
	{"listen", "ADDR", standIn, func(o *Options, v string) bool {
		o.Listen = v
		_, _, err := net.SplitHostPort(v)
		return err == nil
	}},
	{"tls-cert", "FILE", standIn, func(o *Options, v string) bool { o.CertFile = v; return true }},
	{"tls-key", "FILE", standIn, func(o *Options, v string) bool { o.KeyFile = v; return true }},
	{"faults", "FILE", standIn, func(o *Options, v string) bool { o.FaultsFile = v; return true }},
	{"latency", "D", standIn, func(o *Options, v string) (ok bool) {
		d, err := time.ParseDuration(v)
		o.Latency = d
		return err == nil && d >= 0
	}},
	{"rate", "MBIT", standIn, func(o *Options, v string) bool {
		rate, err := strconv.ParseFloat(v, 64)
		o.RateMbit = rate
		return err == nil && rate > 0 && !math.IsInf(rate, 0)
	}},
	{"version", "", everywhere, func(*Options, string) bool { return true }},
	{"help", "", everywhere, func(*Options, string) bool { return true }},
}

var (
	sending    = []Command{CommandWindow, CommandUpload}
	judging    = []Command{CommandWindow, CommandUpload, CommandCheck}
	standIn    = []Command{CommandPractice}
	uploading  = []Command{CommandUpload}
	adding     = []Command{CommandAccountsAdd}
	naming     = []Command{CommandWindow, CommandUpload, CommandAccountsAdd}
	deleting   = []Command{CommandDelete}
	telling    = []Command{CommandUpload, CommandUploads, CommandCheck, CommandAccounts}
	named      = []Command{CommandUpload, CommandUploads, CommandCheck, CommandAccounts, CommandPractice}
	changing   = []Command{CommandAccountsAdd, CommandAccountsRemove} // the second word after accounts
	everywhere = slices.Concat([]Command{CommandWindow}, named, changing)
)

// The smallest values that --segment-size takes, and --limit in bytes per second: a smaller one is a unit forgotten.
const (
	leastSegment = 64 << 10
	leastLimit   = 1000
)

// units are what sizes on the command line may end with.
var units = []struct {
	name  string
	bytes float64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"kB", 1e3}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"", 1}}

// size reads a number of bytes such as 500000, 500kB, 1.5MB or 4MiB.
func size(text string) (bytes int64, ok bool) {
	for _, unit := range units {
		number, ends := strings.CutSuffix(text, unit.name)
		if !ends {
			continue
		}
		if strings.Trim(number, "0123456789.") != "" {
			return 0, false
		}
		n, err := strconv.ParseFloat(number, 64)
		n *= unit.bytes
		return int64(n), err == nil && n < 1<<53
	}
	return 0, false
}
