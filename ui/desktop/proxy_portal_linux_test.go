package desktop

import (
	"bufio"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/godbus/dbus/v5"
)

// busConfig is of a bus that starts no services by itself.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

// startBus starts a session bus for this test.
func startBus(t *testing.T) (address string) {
	t.Helper()
	config := filepath.Join(t.TempDir(), "bus.conf")
	if err := os.WriteFile(config, []byte(busConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	bus := exec.CommandContext(t.Context(), "dbus-daemon", "--nofork", "--print-address", "--config-file="+config)
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = bus.Process.Kill()
		_ = bus.Wait() // it says that it was killed
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// portal answers in the name of the desktop.
type portal struct {
	proxies []string
	asked   atomic.Pointer[string]
}

// Lookup is what a program calls over the bus.
func (p *portal) Lookup(uri string) ([]string, *dbus.Error) {
	p.asked.Store(&uri)
	return p.proxies, nil
}

// TestPortal asks over a real bus: nobody at first, then somebody who speaks for the desktop.
func TestPortal(t *testing.T) {
	address := startBus(t)
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		t.Setenv(name, "")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	var log strings.Builder
	if got := way(t, NewNetwork(slog.New(slog.NewTextHandler(&log, nil)))); got != "direct" || !strings.Contains(log.String(), "portal") {
		t.Errorf("without a portal it goes by %s, and the log says %s", got, log.String())
	}

	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Close() //nolint:errcheck // the bus goes with the test
	p := &portal{proxies: []string{"http://proxy.example:8080", "direct://"}}
	if err := bus.Export(p, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.ProxyResolver"); err != nil {
		t.Fatal(err)
	}
	if reply, err := bus.RequestName("org.freedesktop.portal.Desktop", 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	if got := way(t, NewNetwork(slog.New(slog.DiscardHandler))); got != "http://proxy.example:8080" {
		t.Errorf("it goes by %s", got)
	}
	if asked := p.asked.Load(); asked == nil || *asked != "https://api.x.com/" {
		t.Errorf("the desktop was asked for %v", asked)
	}
}
