package desktop

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

// What `scutil --proxy` prints on macOS.
const (
	scutilNone = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
  }
  FTPPassive : 1
}
`
	scutilOffice = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
    2 : x.intern.example
  }
  ExcludeSimpleHostnames : 1
  FTPPassive : 1
  HTTPEnable : 1
  HTTPPort : 3128
  HTTPProxy : plain.example
  HTTPSEnable : 1
  HTTPSPort : 8080
  HTTPSProxy : proxy.example
  SOCKSEnable : 0
  __SCOPED__ : <dictionary> {
    en0 : <dictionary> {
      HTTPSEnable : 1
      HTTPSPort : 1
      HTTPSProxy : of-one-network.example
    }
  }
}
`
	scutilSocks = "<dictionary> {\n  SOCKSEnable : 1\n  SOCKSPort : 1080\n  SOCKSProxy : ::1\n}\n"
	scutilPAC   = `<dictionary> {
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : http://wpad.example/proxy.pac
}
`
)

// reading is what one of the readers makes of an address.
type reading struct {
	via    *url.URL
	failed error
}

func (r reading) String() string {
	switch {
	case r.failed != nil && r.via != nil:
		return "both"
	case errors.Is(r.failed, errScript):
		return "script"
	case r.failed != nil:
		return "failed"
	case r.via == nil:
		return "direct"
	}
	return r.via.String()
}

func TestSystemSettings(t *testing.T) {
	portal := func(proxies ...string) func(*url.URL) (*url.URL, error) {
		return func(*url.URL) (*url.URL, error) { return portalProxy(proxies) }
	}
	scutil := func(text string) func(*url.URL) (*url.URL, error) {
		return func(to *url.URL) (*url.URL, error) { return scutilProxy(text, to) }
	}
	one := windowsSettings{enabled: true, server: "proxy.example:8080", except: "*.intern.example;10.*; <local>"}
	each := windowsSettings{enabled: true, server: "http=plain.example:80;https=proxy.example:8080;socks=s.example:1080"}
	for name, test := range map[string]struct {
		ask  func(*url.URL) (*url.URL, error)
		to   string
		want string
	}{
		"portal, direct":           {portal("direct://"), "https://api.x.com", "direct"},
		"portal, proxy":            {portal("http://proxy.example:8080", "direct://"), "https://api.x.com", "http://proxy.example:8080"},
		"portal, trailing slash":   {portal("http://proxy.example:8080/"), "https://api.x.com", "http://proxy.example:8080"},
		"portal, SOCKS":            {portal("socks://proxy.example:1080"), "https://api.x.com", "socks5://proxy.example:1080"},
		"portal, password":         {portal("http://me:p%40ss@proxy.example:8080"), "https://api.x.com", "http://me:p%40ss@proxy.example:8080"},
		"portal, second":           {portal("socks4://old.example:1080", "https://proxy.example"), "https://api.x.com", "https://proxy.example"},
		"portal, nothing known":    {portal("socks4://old.example:1080"), "https://api.x.com", "failed"},
		"portal, nothing":          {portal(), "https://api.x.com", "direct"},
		"Windows, off":             {windowsSettings{server: "proxy.example:8080"}.proxy, "https://api.x.com", "direct"},
		"Windows, one":             {one.proxy, "https://api.x.com", "http://proxy.example:8080"},
		"Windows, by pattern":      {one.proxy, "https://x.intern.example", "direct"},
		"Windows, by address":      {one.proxy, "https://10.1.2.3", "direct"},
		"Windows, local":           {one.proxy, "https://stand-in", "direct"},
		"Windows, each":            {each.proxy, "https://api.x.com", "http://proxy.example:8080"},
		"Windows, other scheme":    {windowsSettings{enabled: true, server: "ftp=f.example:21"}.proxy, "https://api.x.com", "direct"},
		"Windows, SOCKS 4":         {windowsSettings{enabled: true, server: "socks=s.example:1080"}.proxy, "https://api.x.com", "failed"},
		"Windows, script":          {windowsSettings{script: "http://wpad.example/proxy.pac"}.proxy, "https://api.x.com", "script"},
		"Windows, garbage":         {windowsSettings{enabled: true, server: "\x00://"}.proxy, "https://api.x.com", "failed"},
		"macOS, none":              {scutil(scutilNone), "https://api.x.com", "direct"},
		"macOS, https":             {scutil(scutilOffice), "https://api.x.com", "http://proxy.example:8080"},
		"macOS, http":              {scutil(scutilOffice), "http://api.x.com", "http://plain.example:3128"},
		"macOS, by name":           {scutil(scutilOffice), "https://X.intern.example", "direct"},
		"macOS, by pattern":        {scutil(scutilOffice), "https://printer.local", "direct"},
		"macOS, by network":        {scutil(scutilOffice), "https://169.254.7.7", "direct"},
		"macOS, local":             {scutil(scutilOffice), "https://stand-in", "direct"},
		"macOS, SOCKS":             {scutil(scutilSocks), "https://api.x.com", "socks5://[::1]:1080"},
		"macOS, script":            {scutil(scutilPAC), "https://api.x.com", "script"},
		"macOS, cut off":           {scutil(scutilOffice[:200]), "https://api.x.com", "failed"},
		"macOS, nothing":           {scutil(""), "https://api.x.com", "failed"},
		"macOS, closed too often":  {scutil("}\n"), "https://api.x.com", "failed"},
		"macOS, on without a name": {scutil("<dictionary> {\n  HTTPSEnable : 1\n}\n"), "https://api.x.com", "failed"},
	} {
		t.Run(name, func(t *testing.T) {
			to, err := url.Parse(test.to)
			if err != nil {
				t.Fatal(err)
			}
			via, err := test.ask(to)
			if got := (reading{via, err}).String(); got != test.want {
				t.Errorf("got %s, want %s (%v)", got, test.want, err)
			}
		})
	}
}

func FuzzSystemSettings(f *testing.F) {
	f.Add(scutilOffice, "api.x.com")
	f.Add(scutilSocks, "10.0.0.1")
	f.Add("http=plain.example:80;https=proxy.example:8080", "stand-in")
	f.Add("socks://me:secret@proxy.example:1080", "::1")
	f.Add("169.254/16 [a-", "169.254.1.1")
	f.Fuzz(func(t *testing.T, text, host string) {
		to := &url.URL{Scheme: "https", Host: host}
		fine := func(via *url.URL, err error) {
			if via != nil && (err != nil || !isHost(via.Hostname())) {
				t.Errorf("%q: %v, %v", text, via, err)
			}
		}
		fine(scutilProxy(text, to))
		fine(windowsSettings{enabled: true, server: text, except: text, script: text}.proxy(to))
		fine(portalProxy([]string{text}))
		fine(ParseProxy(text))
	})
}

// TestProxyThatAPersonWrites has what ParseProxy takes, and what it does not.
func TestProxyThatAPersonWrites(t *testing.T) {
	for text, want := range map[string]string{
		"proxy.example:8080":         "http://proxy.example:8080",
		" 10.0.0.1:3128\n":           "http://10.0.0.1:3128",
		"[::1]:3128":                 "http://[::1]:3128",
		"http://proxy.example":       "http://proxy.example",
		"HTTPS://proxy.example:443/": "https://proxy.example:443",
		"socks5://corp-fw:1080":      "socks5://corp-fw:1080",
		"http://bücher.example:1":    "http://bücher.example:1",
		"http://corp_fw:1":           "http://corp_fw:1",
	} {
		via, err := ParseProxy(text)
		if err != nil || via.Scheme+"://"+via.Host != want {
			t.Errorf("%q: got %v, %v", text, via, err)
		}
	}
	for text, kind := range map[string]Kind{
		"me:secret@proxy.example:8080":        ProxyPassword,
		"http://me:secret@proxy.example:8080": ProxyPassword,
		"http://me@proxy.example":             ProxyPassword,
		"http://me:se/cr#et?@proxy.example":   ProxyPassword,
		"":                                    BadProxy,
		"proxy.example":                       BadProxy,
		"proxy.example:":                      BadProxy,
		"http://proxy.example:":               BadProxy,
		"proxy.example:0":                     BadProxy,
		"proxy.example:65536":                 BadProxy,
		"proxy.example:80 80":                 BadProxy,
		":8080":                               BadProxy,
		"http://":                             BadProxy,
		"http:///path":                        BadProxy,
		"http://proxy.example/path":           BadProxy,
		"http://proxy.example/?":              BadProxy,
		"http://proxy.example#":               BadProxy,
		"ftp://proxy.example":                 BadProxy,
		"socks4://proxy.example:1080":         BadProxy,
		"http://a b:1":                        BadProxy,
		"http://a\x00b:1":                     BadProxy,
		"http://%zz:1":                        BadProxy,
		strings.Repeat("a", 600) + ":80":      BadProxy,
	} {
		_, err := ParseProxy(text)
		failed, ok := errors.AsType[*Error](err)
		if !ok || failed.Kind != kind {
			t.Errorf("%q: got %v, want %s", text, err, kind)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error tells the password: %v", text, err)
		}
	}
}
