package practice_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"hoist/upload/practice"
)

func TestParseFaults(t *testing.T) {
	const text = `[
	  {"op": "append", "segment": 3, "what": "drop", "when": "mid", "times": 2},
	  {"op": "append", "after": 10, "what": "status", "preset": "rate-limit", "seconds": 2.5},
	  {"op": "init", "what": "status", "status": 500, "headers": {"Retry-After": "1"}, "body": "<h1>oops</h1>"},
	  {"op": "*", "what": "slow", "bytes_per_second": 1000, "times": -1}
	]`
	got, err := practice.ParseFaults(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	want := []practice.Fault{
		{Op: "append", Segment: index(3), What: "drop", When: "mid", Times: 2},
		{Op: "append", After: 10, What: "status", Preset: "rate-limit", Seconds: 2.5},
		{Op: "init", What: "status", Status: 500, Headers: map[string]string{"Retry-After": "1"}, Body: "<h1>oops</h1>"},
		{Op: "*", What: "slow", BytesPerSecond: 1000, Times: -1},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	written, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := practice.ParseFaults(strings.NewReader(string(written))); err != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("written and read: %+v %v", again, err)
	}
	if got, err := practice.ParseFaults(strings.NewReader("[]")); err != nil || len(got) != 0 {
		t.Errorf("empty list: %v %v", got, err)
	}
}

func TestParseFaultsRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":      "line 1: EOF",
		"null":  "null is not a list",
		"{}":    "line 1: json: cannot unmarshal object",
		"[] []": "line 1: more after the list",
		"[\n{\"op\":\"init\",\n\"wat\":\"x\"}\n]": `line 3: json: unknown field "wat"`,
		"[\n\n{\"op\":1}]":                        "line 3: json: cannot unmarshal number",
		"[\n{]":                                   "line 2: invalid character ']'",
		`[{"op":"init","what":"drop","when":"mid"},{"op":"apend","what":"drop","when":"mid"}]`: `fault 2: unknown op "apend"`,
		`[{"op":"init","what":"explode"}]`:                                      `fault 1: unknown what "explode"`,
		`[{"op":"init","segment":1,"what":"drop","when":"mid"}]`:                "segment goes with op append, not init",
		`[{"op":"append","segment":1000,"what":"drop","when":"mid"}]`:           "segment 1000 is not from 0 to 999",
		`[{"op":"append","after":-1,"what":"drop","when":"mid"}]`:               "after is negative",
		`[{"op":"append","times":-2,"what":"drop","when":"mid"}]`:               "times -2",
		`[{"op":"append","what":"drop"}]`:                                       `unknown when "": want one of before, mid, after`,
		`[{"op":"append","what":"drop","when":"mid","seconds":1}]`:              "seconds does not go with what drop",
		`[{"op":"append","what":"stall","when":"before"}]`:                      `unknown when "before": want one of mid, reply`,
		`[{"op":"append","what":"slow"}]`:                                       "slow wants bytes_per_second",
		`[{"op":"append","what":"delay"}]`:                                      "delay wants seconds",
		`[{"op":"append","what":"delay","seconds":-1}]`:                         "seconds -1 out of range",
		`[{"op":"append","what":"garbage"}]`:                                    `unknown preset "": want one of truncated, text, html, empty`,
		`[{"op":"append","what":"processing","preset":"none"}]`:                 "processing goes with op finalize",
		`[{"op":"finalize","what":"processing","preset":"fail"}]`:               `unknown preset "fail": want one of endless, invalid-media,`,
		`[{"op":"append","what":"status"}]`:                                     "status 0 is not from 200 to 599",
		`[{"op":"append","what":"status","status":101}]`:                        "status 101 is not from 200 to 599",
		`[{"op":"append","what":"status","status":204,"body":"x"}]`:             "status 204 has no body",
		`[{"op":"append","what":"status","preset":"teapot"}]`:                   `unknown preset "teapot": want one of captive-portal, clock, closed, credits,`,
		`[{"op":"append","what":"status","preset":"gone","status":410}]`:        "a preset has its own status",
		`[{"op":"append","what":"status","preset":"gone","seconds":4}]`:         "seconds does not go with preset gone",
		`[{"op":"append","what":"status","status":500,"bytes_per_second":100}]`: "bytes_per_second does not go with what status",
	} {
		_, err := practice.ParseFaults(strings.NewReader(text))
		if err == nil {
			t.Errorf("%s: taken", text)
			continue
		}
		contains(t, text, err.Error(), want)
	}
}
