package terminal_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
)

// with returns the options of a command, changed.
func with(command terminal.Command, change func(*terminal.Options)) terminal.Options {
	o := terminal.Options{Command: command, API: upload.V2, Category: upload.TweetVideo}
	if command == terminal.CommandUpload || command == terminal.CommandCheck {
		o.Wait = 10 * time.Minute
	}
	if change != nil {
		change(&o)
	}
	return o
}

func TestParse(t *testing.T) {
	type options = terminal.Options
	for line, want := range map[string]options{
		"":      with(terminal.CommandWindow, nil),
		"a.mp4": with(terminal.CommandWindow, func(o *options) { o.Videos = []string{"a.mp4"} }),
		"a.mp4 --start b.mp4": with(terminal.CommandWindow, func(o *options) {
			o.Start, o.Videos = true, []string{"a.mp4", "b.mp4"}
		}),
		"upload a.mp4 upload practice": with(terminal.CommandUpload, func(o *options) {
			o.Videos = []string{"a.mp4", "upload", "practice"}
		}),
		"./upload a.mp4": with(terminal.CommandWindow, func(o *options) { o.Videos = []string{"./upload", "a.mp4"} }),
		"-- upload":      with(terminal.CommandWindow, func(o *options) { o.Videos = []string{"upload"} }),
		"a.mp4 upload":   with(terminal.CommandWindow, func(o *options) { o.Videos = []string{"a.mp4", "upload"} }),
		"upload -- --json -x": with(terminal.CommandUpload, func(o *options) {
			o.Videos = []string{"--json", "-x"}
		}),
		"upload -": with(terminal.CommandUpload, func(o *options) { o.Videos = []string{"-"} }),
		"--practice upload a.mp4 --api v1.1 --account=@kestrel b.mp4 --category dm_video --json --anyway": with(
			terminal.CommandUpload, func(o *options) {
				o.Practice, o.JSON, o.Anyway, o.Account = true, true, true, "kestrel"
				o.API, o.Category, o.Videos = upload.V1, upload.DMVideo, []string{"a.mp4", "b.mp4"}
			}),
		"upload --api=v2 --api v1.1 a.mp4": with(terminal.CommandUpload, func(o *options) {
			o.API, o.Videos = upload.V1, []string{"a.mp4"}
		}),
		"upload a.mp4 --base-url https://proxy.example:8443": with(terminal.CommandUpload, func(o *options) {
			o.BaseURL, o.Videos = "https://proxy.example:8443", []string{"a.mp4"}
		}),
		"--base-url http://127.0.0.1:8080": with(terminal.CommandWindow, func(o *options) { o.BaseURL = "http://127.0.0.1:8080" }),
		"--base-url http://[::1]:80":       with(terminal.CommandWindow, func(o *options) { o.BaseURL = "http://[::1]:80" }),
		"--base-url=http://localhost":      with(terminal.CommandWindow, func(o *options) { o.BaseURL = "http://localhost" }),
		"practice":                         with(terminal.CommandPractice, nil),
		"practice --listen :0 --tls-cert c.pem --tls-key k.pem --faults f.json --latency 80ms --rate 2.5": with(
			terminal.CommandPractice, func(o *options) {
				o.Listen, o.CertFile, o.KeyFile, o.FaultsFile = ":0", "c.pem", "k.pem", "f.json"
				o.Latency, o.RateMbit = 80*time.Millisecond, 2.5
			}),
		"uploads":         with(terminal.CommandUploads, nil),
		"uploads --json":  with(terminal.CommandUploads, func(o *options) { o.JSON = true }),
		"upload uploads":  with(terminal.CommandUpload, func(o *options) { o.Videos = []string{"uploads"} }),
		"upload --resume": with(terminal.CommandUpload, func(o *options) { o.Resume = true }),
		"--resume upload 2 1880028106020515840 2 --json": with(terminal.CommandUpload, func(o *options) {
			o.Resume, o.JSON, o.MediaIDs = true, true, []string{"2", "1880028106020515840"}
		}),
		"upload a.mp4 --wait 90s --at-once 8 --segment-size 4MiB --limit 1.5MB": with(terminal.CommandUpload, func(o *options) {
			o.Videos, o.Wait, o.AtOnce, o.SegmentBytes, o.Limit = []string{"a.mp4"}, 90*time.Second, 8, 4<<20, 1_500_000
		}),
		"upload a.mp4 --trace": with(terminal.CommandUpload, func(o *options) { o.Videos, o.Trace = []string{"a.mp4"}, true }),
		"upload --resume --wait 1h --at-once 1 --limit 500kB/s": with(terminal.CommandUpload, func(o *options) {
			o.Resume, o.Wait, o.AtOnce, o.Limit = true, time.Hour, 1, 500_000
		}),
		"check a.mp4 check --json": with(terminal.CommandCheck, func(o *options) { o.JSON, o.Videos = true, []string{"a.mp4", "check"} }),
		"check --category dm_video --premium a.mp4": with(terminal.CommandCheck, func(o *options) {
			o.Category, o.Premium, o.Videos = upload.DMVideo, true, []string{"a.mp4"}
		}),
		"--premium a.mp4":        with(terminal.CommandWindow, func(o *options) { o.Premium, o.Videos = true, []string{"a.mp4"} }),
		"upload --premium a.mp4": with(terminal.CommandUpload, func(o *options) { o.Premium, o.Videos = true, []string{"a.mp4"} }),
		"accounts":               with(terminal.CommandAccounts, nil),
		"--json accounts":        with(terminal.CommandAccounts, func(o *options) { o.JSON = true }),
		"accounts add":           with(terminal.CommandAccountsAdd, nil),
		"accounts --pin add":     with(terminal.CommandAccountsAdd, func(o *options) { o.PIN = true }),
		"upload accounts add":    with(terminal.CommandUpload, func(o *options) { o.Videos = []string{"accounts", "add"} }),
		"add accounts":           with(terminal.CommandWindow, func(o *options) { o.Videos = []string{"add", "accounts"} }),
		"./accounts remove kay":  with(terminal.CommandWindow, func(o *options) { o.Videos = []string{"./accounts", "remove", "kay"} }),
		"accounts add --base-url https://proxy.example --from keys.yml --account @kay": with(
			terminal.CommandAccountsAdd, func(o *options) {
				o.BaseURL, o.From, o.Account = "https://proxy.example", "keys.yml", "kay"
			}),
		"accounts remove @kay":   with(terminal.CommandAccountsRemove, func(o *options) { o.Account = "kay" }),
		"accounts remove add":    with(terminal.CommandAccountsRemove, func(o *options) { o.Account = "add" }),
		"accounts remove -- kay": with(terminal.CommandAccountsRemove, func(o *options) { o.Account = "kay" }),
		"accounts -h remove":     {Command: terminal.CommandHelp},
		"upload --version":       {Command: terminal.CommandVersion},
		"upload --version -h":    {Command: terminal.CommandHelp},
		"practice --help a.mp4":  {Command: terminal.CommandHelp},
		"--help --listen nobody": {}, // wrong all the same: see below
	} {
		got, err := terminal.Parse(strings.Fields(line), english(t))
		if want.Command == "" {
			if err == nil {
				t.Errorf("%q: taken", line)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q:\ngot  %+v, %v\nwant %+v", line, got, err, want)
		}
	}
}

func TestWrongUse(t *testing.T) {
	for line, want := range map[string]string{
		"upload":                                   "Which videos?",
		"upload --json":                            "Which videos?",
		"upload --jsno a.mp4":                      "There is no flag --jsno. hoist --help shows",
		"upload -json a.mp4":                       "There is no flag -json.",
		"--\x1b[2J":                                "There is no flag --\uFFFD[2J.",
		"--practice=true":                          "--practice takes no value.",
		"upload a.mp4 --api":                       "--api needs a value: --api v2|v1.1",
		"upload --account --json a":                "--account needs a value: --account NAME",
		"upload --account= a":                      "--account takes the name of an account, not “”.",
		"upload --account @ a":                     "--account takes the name of an account, not “@”.",
		"upload --api v3 a":                        "--api takes v2 or v1.1, not “v3”.",
		"upload --category video a":                "--category takes tweet_video, amplify_video or dm_video, not “video”.",
		"--base-url http://x.example":              "--base-url takes an address that begins with https://",
		"--base-url ftp://127.0.0.1":               "--base-url takes",
		"--base-url api.x.com":                     "--base-url takes",
		"--base-url https://":                      "--base-url takes",
		"--base-url https://:443":                  "--base-url takes",
		"--base-url https://me@x.com":              "--base-url takes",
		"--base-url https://x.com?q":               "--base-url takes",
		"--base-url http://127.0.0.1.evil.example": "--base-url takes",
		"--practice --base-url https://x.com":      "--practice and --base-url name two places",
		"--json a.mp4":                             "--json belongs to “hoist upload” and not to “hoist”.",
		"upload --start a.mp4":                     "--start belongs to “hoist” and not to “hoist upload”.",
		"upload --rate 2 a.mp4":                    "--rate belongs to “hoist practice”",
		"upload --resume a.mp4":                    "--resume takes media IDs as hoist uploads lists them, not “a.mp4”.",
		"upload --resume 12345678901234567890":     "--resume takes media IDs",
		"upload --resume -- -1":                    "--resume takes media IDs",
		"upload --resume=1":                        "--resume takes no value.",
		"upload --resume --practice":               "--practice can't change an upload that was begun: --resume",
		"upload --resume --api v2":                 "--api can't change",
		"upload --resume --base-url https://x.com": "--base-url can't change",
		"upload --resume --account me":             "--account can't change",
		"upload --resume --category dm_video 1":    "--category can't change",
		"upload --resume --anyway":                 "--anyway can't change",
		"upload --resume --premium":                "--premium can't change",
		"check":                                    "Which videos? hoist check needs at least one",
		"check --json":                             "Which videos? hoist check",
		"check --anyway a.mp4":                     "--anyway belongs to “hoist” and not to “hoist check”.",
		"check --account kay a.mp4":                "--account belongs to “hoist” and not to “hoist check”.",
		"check --practice a.mp4":                   "--practice belongs to “hoist” and not to “hoist check”.",
		"check --wait 1m a.mp4":                    "--wait belongs to “hoist upload” and not to “hoist check”.",
		"uploads --premium":                        "--premium belongs to “hoist” and not to “hoist uploads”.",
		"upload --resume --segment-size 1MiB":      "--segment-size can't change",
		"--resume":                                 "--resume belongs to “hoist upload” and not to “hoist”.",
		"uploads a.mp4":                            "hoist uploads lists what is unfinished and takes no “a.mp4”. To send it: hoist upload a.mp4",
		"uploads --resume":                         "--resume belongs to “hoist upload” and not to “hoist uploads”.",
		"upload a --wait 0":                        "--wait takes a time above 0 such as 30s or 10m, not “0”.",
		"upload a --wait -1s":                      "--wait takes a time",
		"upload a --wait 10":                       "--wait takes a time",
		"upload a --at-once 0":                     "--at-once takes a number from 1 to 8, not “0”.",
		"upload a --at-once 9":                     "--at-once takes",
		"upload a --at-once many":                  "--at-once takes",
		"upload a --limit 0":                       "--limit takes bytes per second",
		"upload a --limit 999":                     "--limit takes",
		"upload a --limit -1MB":                    "--limit takes",
		"upload a --limit fast":                    "--limit takes",
		"accounts kay":                             "hoist accounts lists the accounts and takes no “kay”. To change them: hoist accounts add,",
		"accounts -- add":                          "takes no “add”",
		"accounts kay add":                         "takes no “kay”",
		"accounts upload":                          "takes no “upload”",
		"accounts add kay":                         "hoist accounts add takes nothing but flags.",
		"accounts add add":                         "hoist accounts add takes nothing but flags.",
		"accounts add --pin --from keys.yml":       "--pin and --from name two ways",
		"accounts add --account kay":               "--account names an account of a file, so it needs --from FILE.",
		"accounts add --from":                      "--from needs a value: --from FILE",
		"accounts add --from=":                     "--from takes a file, not “”.",
		"accounts add --base-url http://x.example": "--base-url takes",
		"accounts add --pin=1":                     "--pin takes no value.",
		"accounts remove":                          "Which account? hoist accounts remove needs",
		"accounts remove @":                        "Which account?",
		"accounts remove kay ada":                  "Which account?",
		"accounts remove --account kay":            "--account belongs to “hoist” and not to “hoist accounts remove”.",
		"accounts remove kay --json":               "--json belongs to “hoist upload” and not to “hoist accounts remove”.",
		"accounts --wait 1m":                       "--wait belongs to “hoist upload” and not to “hoist accounts”.",
		"accounts --from keys.yml":                 "--from belongs to “hoist accounts add” and not to “hoist accounts”.",
		"accounts add --wait 1m":                   "--wait belongs to “hoist upload” and not to “hoist accounts add”.",
		"accounts add --resume":                    "--resume belongs to “hoist upload” and not to “hoist accounts add”.",
		"accounts add --practice":                  "--practice belongs to “hoist” and not to “hoist accounts add”.",
		"accounts add --json":                      "--json belongs to “hoist upload” and not to “hoist accounts add”.",
		"accounts remove --api v2 kay":             "--api belongs to “hoist” and not to “hoist accounts remove”.",
		"upload --pin a.mp4":                       "--pin belongs to “hoist accounts add” and not to “hoist upload”.",
		"--from keys.yml":                          "--from belongs to “hoist accounts add” and not to “hoist”.",
		"practice --practice":                      "--practice belongs to “hoist” and not to “hoist practice”.",
		"practice a.mp4":                           "it can't take “a.mp4”",
		"practice --tls-cert c.pem":                "--tls-cert and --tls-key belong together",
		"practice --listen 8080":                   "--listen takes an address with a port",
		"practice --latency -1s":                   "--latency takes a time such as 80ms",
		"practice --latency 80":                    "--latency takes",
		"practice --rate 0":                        "--rate takes a number",
		"practice --rate NaN":                      "--rate takes",
		"practice --rate Inf":                      "--rate takes",
	} {
		_, err := terminal.Parse(strings.Fields(line), english(t))
		if err == nil || !strings.HasPrefix(err.Error(), want) && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", line, err, want)
		}
	}
	if _, err := terminal.Parse([]string{"upload", ""}, english(t)); err == nil {
		t.Error("an empty name was taken for a video")
	}
	if _, err := terminal.Parse([]string{"accounts", "remove", ""}, english(t)); err == nil {
		t.Error("an empty name was taken for an account")
	}
}

// TestCommandOfTwoWords: the shell keeps words apart, and a file may be called as a command is.
func TestCommandOfTwoWords(t *testing.T) {
	o, err := terminal.Parse([]string{"accounts add"}, english(t))
	if want := with(terminal.CommandWindow, func(o *terminal.Options) { o.Videos = []string{"accounts add"} }); err != nil || !reflect.DeepEqual(o, want) {
		t.Errorf("got %+v, %v", o, err)
	}
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{
		"65536": 64 << 10, "64KiB": 64 << 10, "1MiB": 1 << 20, "4MiB": 4 << 20, "5MB": 5_000_000, "8MB": 8_000_000,
		"100kB": 100_000, "100KB": 100_000, "0.5MiB": 512 << 10, "8000000": 8_000_000, "0.008GB": 8_000_000,
		"": 0, "MiB": 0, "4M": 0, "4mib": 0, "63KiB": 0, "8MiB": 0, "8000001": 0, "1e6": 0, "0x100000": 0, "1.2.3MiB": 0,
		"4 MiB": 0, "-4MiB": 0, "InfMiB": 0, "99999999999999999999GB": 0,
	} {
		o, err := terminal.Parse([]string{"upload", "a.mp4", "--segment-size=" + text}, english(t))
		if o.SegmentBytes != want || (err == nil) != (want > 0) {
			t.Errorf("%q: got %d, %v; want %d", text, o.SegmentBytes, err, want)
		}
	}
}

func TestHelp(t *testing.T) {
	help := terminal.Help(english(t))
	for line := range strings.Lines(help) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 80 {
			t.Errorf("a line has %d columns: %s", n, line)
		}
	}
	for _, word := range []string{
		"hoist [flags] [VIDEO ...]", "hoist upload [flags] VIDEO ...", "hoist practice", "--practice", "--api v2|v1.1",
		"--base-url URL", "--account NAME", "--category", "amplify_video", "--json", "--anyway", "--start", "--listen ADDR",
		"--tls-cert FILE", "--tls-key FILE", "--faults FILE", "--latency D", "--rate MBIT", "--version", "--help",
		"hoist upload --resume [flags] [ID ...]", "hoist uploads [--json]", "--resume", "--wait D", "--at-once N",
		"--segment-size SIZE", "--limit RATE", "--trace", "hoist check [flags] VIDEO ...", "--premium",
		"hoist accounts [--json]", "hoist accounts add [flags]", "hoist accounts remove NAME", "hoist --delete-data [--yes]", "--from FILE", "--pin",
		"HOIST_CONSUMER_KEY", "HOIST_CONSUMER_SECRET", "HOIST_ACCESS_TOKEN", "HOIST_ACCESS_SECRET", "HOIST_HOME", "130",
	} {
		if !strings.Contains(help, word) {
			t.Errorf("the help lacks %s", word)
		}
	}
	if strings.Contains(help, "[terminal.") || strings.Contains(help, "<no value>") {
		t.Errorf("words are missing:\n%s", help)
	}
}
