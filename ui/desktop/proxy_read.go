package desktop

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// What the systems say is understood here for all of them, so that tests of one prove it for the others.

var (
	errScript      = errors.New("the proxy is found out by a script (PAC), which Hoist does not run")
	errNotSettings = errors.New("these are no settings of a proxy")
)

// portalProxy understands the answer of the desktop's portal: the proxies to try in turn.
func portalProxy(proxies []string) (*url.URL, error) {
	var failed error
	for _, one := range proxies {
		if one == "direct://" {
			return nil, nil //nolint:nilnil // by none
		}
		if rest, ok := strings.CutPrefix(one, "socks://"); ok {
			one = "socks5://" + rest
		}
		via, err := systemAddress(one)
		if err == nil {
			return via, nil
		}
		failed = err
	}
	return nil, failed
}

// systemAddress is [ParseProxy] for an address from the system, which may have a password in it: the system keeps it, and
// it goes to that proxy alone.
func systemAddress(text string) (*url.URL, error) {
	scheme, rest, found := strings.Cut(text, "://")
	at := strings.LastIndex(rest, "@")
	if !found || at < 0 {
		return ParseProxy(text)
	}
	via, err := ParseProxy(scheme + "://" + rest[at+1:])
	if err != nil {
		return nil, err
	}
	who, err := url.Parse("http://" + rest[:at+1] + "host")
	if err != nil {
		return nil, &Error{Kind: BadProxy, Err: errors.New("its name and password cannot be read")}
	}
	via.User = who.User
	return via, nil
}

// windowsSettings are the values of the registry.
type windowsSettings struct {
	enabled bool
	server  string // "host:port" for all, or "http=host:port;https=host:port;socks=host:port"
	except  string // hosts that are reached without it: "*.corp.example;10.*;<local>"
	script  string // address of a PAC file
}

// proxy returns by which proxy to go to an address.
func (s windowsSettings) proxy(to *url.URL) (*url.URL, error) {
	if !s.enabled || strings.TrimSpace(s.server) == "" {
		if s.script != "" {
			return nil, errScript
		}
		return nil, nil //nolint:nilnil // by none
	}
	if excepted(to.Hostname(), strings.FieldsFunc(s.except, func(r rune) bool { return r == ';' || r == ' ' })) {
		return nil, nil //nolint:nilnil // by none
	}
	if !strings.Contains(s.server, "=") {
		return systemAddress(strings.TrimSpace(s.server))
	}
	var other string
	for _, one := range strings.FieldsFunc(s.server, func(r rune) bool { return r == ';' || r == ' ' }) {
		scheme, address, _ := strings.Cut(one, "=")
		if strings.EqualFold(scheme, to.Scheme) {
			return systemAddress(address)
		}
		if strings.EqualFold(scheme, "socks") {
			other = address
		}
	}
	if other != "" {
		return nil, errors.New("only a SOCKS 4 proxy is named, and Hoist speaks SOCKS 5")
	}
	return nil, nil //nolint:nilnil // by none
}

// mostScutilLines is more than any computer has networks for.
const mostScutilLines = 10_000

// scutilProxy understands what `scutil --proxy` prints on macOS: nested lists of "name : value". What lies deeper than
// the first level, but for the exceptions, is about single networks.
func scutilProxy(text string, to *url.URL) (*url.URL, error) {
	values, except, err := readScutil(text)
	if err != nil {
		return nil, err
	}
	if values["ExcludeSimpleHostnames"] == "1" {
		except = append(except, "<local>")
	}
	if excepted(to.Hostname(), except) {
		return nil, nil //nolint:nilnil // by none
	}
	kind := map[string]string{"http": "HTTP", "https": "HTTPS"}[to.Scheme]
	for _, try := range []struct{ name, scheme string }{{kind, "http"}, {"SOCKS", "socks5"}} {
		if values[try.name+"Enable"] != "1" {
			continue
		}
		address := values[try.name+"Proxy"]
		if port := values[try.name+"Port"]; port != "" && port != "0" {
			address = net.JoinHostPort(address, port)
		}
		return ParseProxy(try.scheme + "://" + address)
	}
	if values["ProxyAutoConfigEnable"] == "1" || values["ProxyAutoDiscoveryEnable"] == "1" {
		return nil, errScript
	}
	return nil, nil //nolint:nilnil // by none
}

func readScutil(text string) (values map[string]string, except []string, err error) {
	values = map[string]string{}
	var within []string // the names of the lists that are open
	lines := bufio.NewScanner(strings.NewReader(text))
	count := 0
	for lines.Scan() {
		if count++; count > mostScutilLines {
			return nil, nil, errNotSettings
		}
		line := strings.TrimSpace(lines.Text())
		name, value, _ := strings.Cut(line, " : ")
		switch {
		case line == "":
		case strings.HasSuffix(line, "{"):
			within = append(within, name)
		case line == "}":
			if len(within) == 0 {
				return nil, nil, errNotSettings
			}
			within = within[:len(within)-1]
		case len(within) == 1:
			values[name] = value
		case len(within) == 2 && within[1] == "ExceptionsList":
			except = append(except, value)
		}
	}
	if lines.Err() != nil || count == 0 || len(within) != 0 {
		return nil, nil, fmt.Errorf("scutil: %w", errNotSettings)
	}
	return values, except, nil
}

// excepted reports whether a host is one of those that are reached without a proxy: names and addresses in which * stands
// for anything, .example for all names below example, <local> for names without a point, and networks such as
// 169.254/16.
func excepted(host string, patterns []string) bool {
	host = strings.ToLower(host)
	address, notAddress := netip.ParseAddr(host)
	for _, pattern := range patterns {
		pattern = strings.ToLower(strings.TrimSpace(pattern))
		if _, rest, ok := strings.Cut(pattern, "://"); ok {
			pattern = rest
		}
		if strings.HasPrefix(pattern, ".") {
			pattern = "*" + pattern
		}
		switch {
		case pattern == "<local>":
			if notAddress != nil && !strings.Contains(host, ".") {
				return true
			}
		case strings.Contains(pattern, "/"):
			if network, ok := networkOf(pattern); ok && notAddress == nil && network.Contains(address) {
				return true
			}
		default:
			if fits, err := path.Match(pattern, host); err == nil && fits {
				return true
			}
		}
	}
	return false
}

// networkOf reads a network, of which macOS writes no more numbers than it needs: 169.254/16.
func networkOf(text string) (netip.Prefix, bool) {
	address, bits, _ := strings.Cut(text, "/")
	if !strings.Contains(address, ":") {
		for strings.Count(address, ".") < 3 {
			address += ".0"
		}
	}
	ip, err := netip.ParseAddr(address)
	n, errBits := strconv.Atoi(bits)
	if err != nil || errBits != nil {
		return netip.Prefix{}, false
	}
	network, err := ip.Prefix(n)
	return network, err == nil
}
