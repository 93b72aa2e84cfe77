package messages

import (
	"cmp"
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"hoist/upload"
	"hoist/upload/video"
)

// wsaConnectionRefused is what Windows answers where others say ECONNREFUSED.
const wsaConnectionRefused = syscall.Errno(10061)

// findings is what an error's chain of causes tells beyond the kind.
type findings struct {
	upload *upload.Error  // nil: the error is not one of an upload
	x      upload.XDetail // zero: X has not answered
	host   string         // who was asked; "X" where it is not known
	proxy  string         // that refused; empty: none did, or it is not known which one to take
	status int            // what it answered
	sent   int64          // bytes that X has of the video
	open   bool           // X had taken the account's keys before
}

// gone returns the folder or drive that is not there; empty: it is, or is not known.
func (f findings) gone() string {
	if f.upload == nil {
		return ""
	}
	return f.upload.Gone
}

func look(err error) findings {
	about := findings{host: host(err)}
	// What the errors of package credentials tell of X's reply while somebody signs in.
	var signIn interface {
		Answer() (status, code int, words string, clockSkew time.Duration)
	}
	switch {
	case errors.As(err, &about.upload):
		about.x, _ = about.upload.Detail()
		about.sent = about.upload.Sent
	case errors.As(err, &signIn):
		about.x.Status, about.x.Code, about.x.Message, about.x.ClockSkew = signIn.Answer()
	}
	var refused interface {
		ProxyAnswer() (proxy string, status int)
	}
	if errors.As(err, &refused) {
		about.proxy, about.status = refused.ProxyAnswer()
		about.proxy = Clean(about.proxy, nameLimit)
	}
	return about
}

// host returns whom a request was for.
func host(err error) string {
	var (
		request *url.Error
		name    *net.DNSError
		dial    *net.OpError
	)
	if errors.As(err, &request) {
		if u, parseErr := url.Parse(request.URL); parseErr == nil && u.Host != "" {
			return Clean(u.Host, nameLimit)
		}
	}
	if errors.As(err, &name) && name.Name != "" {
		return Clean(name.Name, nameLimit)
	}
	if errors.As(err, &dial) && dial.Addr != nil {
		return Clean(dial.Addr.String(), nameLimit)
	}
	return "X"
}

// issuer returns who has made a certificate that is not trusted, as it calls itself: the proxy or virus scanner that looks
// into secure traffic.
func issuer(err error) string {
	var stranger x509.UnknownAuthorityError
	if !errors.As(err, &stranger) || stranger.Cert == nil {
		return ""
	}
	by := stranger.Cert.Issuer
	for _, name := range append([]string{by.CommonName}, by.Organization...) {
		if name = Clean(name, nameLimit); name != "" {
			return name
		}
	}
	return ""
}

// folder returns the folder or file that the operating system refused.
func folder(err error) string {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return Clean(failed.Path, wordsLimit)
	}
	return ""
}

// variants names the special words that a kind has for this cause, the most special first; where there are none the plain
// ones hold.
func variants(kind string, err error, about findings, f Facts) []string {
	switch upload.Kind(kind) {
	case upload.FileChanged, upload.FileMissing, upload.FileUnreadable, upload.FileTooLarge:
		return ofFile(upload.Kind(kind), err, about, f)
	case upload.NoConnection:
		return []string{wayLost(err)}
	case upload.Certificate:
		var outdated x509.CertificateInvalidError
		return []string{when(errors.As(err, &outdated) && outdated.Reason == x509.Expired, "expired")}
	case upload.Untrusted:
		return []string{when(issuer(err) != "", "issuer")}
	case upload.ProxyRefused:
		return []string{proxySaid(about)}
	case upload.Clock:
		return []string{when(about.x.ClockSkew != 0, "skew")}
	case upload.ProcessingFailed:
		return rejection(about.x.Message, f.Verdict)
	case upload.SegmentTooLarge, upload.Server, upload.Expired, upload.TokenRevoked:
		return ofUpload(upload.Kind(kind), about, f)
	case "bad_keys", "bad_key_file", "bad_proxy":
		return []string{when(cause(err) != "", "cause")}
	case "no_account":
		return []string{when(f.Account != "", "name")}
	case "home_unwritable", "home_not_removed", "certificates_unreadable", "no_certificates":
		return []string{when(folder(err) != "", "folder")}
	case "no_opengl":
		return []string{runtime.GOOS} // what can be done about it differs
	}
	return []string{when(about.x.Message != "", "words")}
}

// ofFile names the special words about a file.
func ofFile(kind upload.Kind, err error, about findings, f Facts) []string {
	var all []string
	add := func(holds bool, variant string) {
		if holds {
			all = append(all, variant)
		}
	}
	switch kind {
	case upload.FileChanged:
		add(f.Earlier, "earlier")
		add(about.upload != nil && !about.upload.At.IsZero(), "when")
	case upload.FileTooLarge:
		add(about.upload != nil && about.upload.Bytes > 0, "size")
	default:
		gone := about.gone()
		add(isDrive(gone) && f.Watched, "drive.watched")
		add(isDrive(gone), "drive")
		add(gone != "", "folder")
		add(errors.Is(err, fs.ErrPermission), "permission")
		add(f.Watched, "watched")
		add(about.sent > 0, "sent")
	}
	return all
}

// mounts are the folders in which systems put the drives that a person connects; below some of them is one for each person.
var mounts = []string{"/Volumes", "/media", "/mnt", "/run/media"}

// isDrive reports whether a folder is a drive that can be connected, or is below where those are.
func isDrive(folder string) bool {
	if folder == "" {
		return false
	}
	if filepath.Dir(folder) == folder { // E:\
		return true
	}
	within := filepath.ToSlash(filepath.Dir(folder))
	return slices.ContainsFunc(mounts, func(m string) bool { return within == m || path.Dir(within) == m && m != "/Volumes" })
}

// driveOrFolder returns what a person calls a folder or drive: its last part, or the letter of a drive.
func driveOrFolder(folder string) string {
	if folder == "" || filepath.Dir(folder) == folder {
		return folder
	}
	return filepath.Base(folder)
}

// largestWithSmall is the size of the largest file that X's 1,000 segments hold where they are as small as its own tools
// make them.
const largestWithSmall = video.MaxSegments * 4 << 20

// ofUpload names the special words about an upload that was under way.
func ofUpload(kind upload.Kind, about findings, f Facts) []string {
	u := about.upload
	if u == nil {
		return nil
	}
	switch kind {
	case upload.SegmentTooLarge:
		return []string{when(u.Bytes > largestWithSmall, "large"), when(u.SegmentBytes > 0, "size")}
	case upload.Server:
		return []string{when(u.Tries > 1 && answer(about.x.Status) != "", "tries")}
	case upload.Expired:
		return []string{when(!u.At.IsZero(), "when"), when(f.Speed > 0 && u.Bytes > 0, "speed")}
	}
	return []string{when(about.open, "open")}
}

func when(holds bool, variant string) string {
	if holds {
		return variant
	}
	return ""
}

// wayLost tells the ways apart in which X cannot be reached.
func wayLost(err error) string {
	var (
		dial *net.OpError
		name *net.DNSError
	)
	switch {
	case errors.As(err, &dial) && dial.Op == "proxyconnect": // so net/http says that a proxy was asked
		return "proxy"
	case errors.As(err, &name):
		if !name.IsNotFound { // a name server that cannot be asked is no news about the name
			return "internet"
		}
		return "name"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETDOWN):
		return "internet"
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, wsaConnectionRefused):
		return "refused"
	}
	return ""
}

// proxySaid tells apart why a proxy lets nothing through.
func proxySaid(about findings) string {
	switch {
	case about.proxy == "":
		return "unknown"
	case about.status == http.StatusProxyAuthRequired:
		return "password"
	}
	return ""
}

// details returns what happened to the letter, a fact a line.
func (c *Catalog) details(kind string, err error, about findings, f Facts) string {
	var lines []string
	add := func(id, value string) {
		if value = Clean(value, wordsLimit); value != "" {
			lines = append(lines, c.Text(id, "Value", value))
		}
	}
	x := about.x
	add("problem.details.kind", kind)
	add("problem.details.step", x.Op)
	if u := about.upload; u != nil && u.Segment >= 0 && x.Op == "APPEND" {
		add("problem.details.segment", strconv.Itoa(u.Segment+1))
	}
	add("problem.details.status", numberOrNothing(x.Status))
	add("problem.details.code", numberOrNothing(x.Code))
	add("problem.details.words", x.Message)
	add("problem.details.request", x.RequestID)
	if x.Message == "" {
		add("problem.details.cause", cause(err))
	}
	if at := cmp.Or(f.At, f.Now); !at.IsZero() {
		add("problem.details.time", at.In(f.Now.Location()).Format(time.DateTime+" -07:00"))
	}
	return strings.Join(lines, "\n")
}

func numberOrNothing(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// cause returns the text of what led to the error, without what the other details say already.
func cause(err error) string {
	var kinded interface {
		error
		ErrorKind() string
	}
	if errors.As(err, &kinded) {
		err = errors.Unwrap(kinded)
	}
	var ours *upload.Error
	if errors.As(kinded, &ours) {
		if x, _ := ours.Detail(); x.Op != "" {
			err = errors.Unwrap(err) // the xapi.Error, whose text is that of the details
		}
	}
	if err == nil {
		return ""
	}
	return err.Error()
}
