package credentials

import (
	"strings"
	"testing"
)

// FuzzAnswer reads what somebody has pasted. What is taken has to be of this sign-in, and an error holds none of it.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		"", "1234567", "http://127.0.0.1:47821/callback?oauth_token=request&oauth_verifier=v", "oauth_token=request&oauth_verifier=a%2Bb#x",
		"https://api.x.com/oauth/authorize?oauth_token=request", "?denied=request", "?denied=other", "?oauth_token=other&oauth_verifier=v",
		"?oauth_token=request&oauth_token=request&oauth_verifier=v", "?oauth_token=request&oauth_verifier=%zz", "?a=1;oauth_token=request",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		for _, callback := range []string{oob, "http://127.0.0.1:47821/callback"} {
			flow := &flow{callback: callback, requestToken: "request"}
			verifier, err := flow.verifier(answer)
			switch {
			case err != nil && len(answer) > 40 && strings.Contains(err.Error(), answer):
				t.Errorf("the error quotes it: %v", err)
			case err == nil && callback == oob && (len(verifier) < 5 || strings.Trim(verifier, "0123456789") != ""):
				t.Errorf("%q is no PIN", verifier)
			case err == nil && callback != oob && (!strings.Contains(answer, "oauth_verifier") && !strings.Contains(answer, "%") || !plausible(verifier)):
				t.Errorf("%q was taken from %q", verifier, answer)
			}
		}
	})
}
