package desktop

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
)

// desktopProxy reads what the system's settings say, by the tool that comes with the system.
func desktopProxy(ctx context.Context, to *url.URL) (*url.URL, error) {
	out, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	if err != nil {
		return nil, fmt.Errorf("scutil: %w", err)
	}
	return scutilProxy(string(out), to)
}
