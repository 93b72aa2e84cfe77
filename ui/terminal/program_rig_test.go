//go:build program

package terminal_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// hoistBinary returns the path of the program under test.
func hoistBinary(t *testing.T) string {
	t.Helper()
	binary := os.Getenv("HOIST_BINARY")
	if binary == "" {
		t.Fatal("HOIST_BINARY must name the program under test; make program sets it")
	}
	return binary
}

// shop is a stand-in for X that runs as a program of its own.
type shop struct {
	BaseURL        string `json:"base_url"`
	ConsumerKey    string `json:"consumer_key"`
	ConsumerSecret string `json:"consumer_secret"`
	AccessToken    string `json:"access_token"`
	AccessSecret   string `json:"access_secret"`
}

// received is what a stand-in says of one upload.
type received struct {
	MediaID  string `json:"media_id"`
	SHA256   string `json:"sha256"`
	Bytes    int64  `json:"bytes"`
	Segments int    `json:"segments"`
	State    string `json:"state"`
	Resent   int    `json:"resent"` // segments that came although they were there
}

// openShop runs `hoist practice`. It ends with the test, and has to end as the README says.
func openShop(t *testing.T, args ...string) *shop {
	t.Helper()
	c := exec.Command(hoistBinary(t), append([]string{"practice"}, args...)...)
	c.Env = plainEnv(t.TempDir())
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaints bytes.Buffer
	c.Stderr = &complaints
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	s := &shop{}
	if err == nil {
		err = json.Unmarshal(line, s)
	}
	t.Cleanup(func() {
		late := time.AfterFunc(20*time.Second, func() { _ = c.Process.Kill() })
		defer late.Stop()
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
		if c.ProcessState.ExitCode() != 130 {
			t.Errorf("hoist practice ended with %v after SIGTERM:\n%s", c.ProcessState, complaints.String())
		}
	})
	if err != nil {
		t.Fatalf("hoist practice did not say where it is: %v", err)
	}
	return s
}

// keys are the four variables for this stand-in.
func (s *shop) keys() []string {
	return []string{
		"HOIST_CONSUMER_KEY=" + s.ConsumerKey, "HOIST_CONSUMER_SECRET=" + s.ConsumerSecret,
		"HOIST_ACCESS_TOKEN=" + s.AccessToken, "HOIST_ACCESS_SECRET=" + s.AccessSecret,
	}
}

// received asks the stand-in what it has of an upload.
func (s *shop) received(t *testing.T, client *http.Client, mediaID string) received {
	t.Helper()
	all, err := s.uploads(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range all {
		if u.MediaID == mediaID {
			return u
		}
	}
	t.Fatalf("the stand-in knows no upload %q: %+v", mediaID, all)
	return received{}
}

// uploads asks the stand-in what it has of all uploads, the oldest first. It may be called by any goroutine.
func (s *shop) uploads(ctx context.Context, client *http.Client) (all []received, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.BaseURL+"/practice/uploads", nil)
	if err != nil {
		return nil, err
	}
	reply, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close() //nolint:errcheck // it was only read
	return all, json.NewDecoder(reply.Body).Decode(&all)
}

// oneTime keeps no connection, and so no goroutine.
func oneTime() *http.Client { return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} }

// plainEnv is the least that the program needs to run: no session, no keyring, a home of its own.
func plainEnv(home string) []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "HOIST_HOME=" + home, "LANG=C.UTF-8", "DBUS_SESSION_BUS_ADDRESS=disabled:"}
}

// call is one call of the real program.
type call struct {
	binary string
	home   string // HOME and HOIST_HOME
	env    []string
	args   []string
	user   uint32            // who calls; 0: whoever runs the tests
	during func(*os.Process) // called once, when the first segment is confirmed; may be nil

	// beside is called when the program has started, in a goroutine of its own, and has to return when its context ends,
	// which is when the program does; may be nil.
	beside func(context.Context, *os.Process)
}

// outcome is what came of a call.
type outcome struct {
	exit   int
	stdout string
	stderr string
	peakKB int64
	err    error // what should never be: it hangs, leaves something running, or tells a key
}

// run calls the program and waits for its end. It may be called by any goroutine.
func (c call) run() (o outcome) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.binary, c.args...)
	cmd.Env = append(plainEnv(c.home), c.env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if c.user != 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: c.user, Gid: c.user}
	}
	var stdout, stderr watched
	var once sync.Once
	confirmed := func() {
		once.Do(func() {
			if c.during != nil {
				c.during(cmd.Process)
			}
		})
	}
	stdout.sign, stdout.seen = `"state":"confirmed"`, confirmed
	stderr.sign, stderr.seen = " % · ", confirmed
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if o.err = cmd.Start(); o.err != nil {
		return o
	}
	peak := watchMemory(cmd.Process.Pid)
	alive, ended := context.WithCancel(ctx)
	defer ended()
	var others sync.WaitGroup
	if c.beside != nil {
		others.Go(func() { c.beside(alive, cmd.Process) })
	}
	_ = cmd.Wait() // how it ended is in ProcessState
	ended()
	others.Wait()
	o.peakKB = peak()
	o.exit, o.stdout, o.stderr = cmd.ProcessState.ExitCode(), stdout.text.String(), stderr.text.String()
	o.err = errors.Join(ctx.Err(), c.alone(cmd.Process.Pid), c.keepsSecrets(o))
	return o
}

// watchMemory returns a function that ends the watch and tells the most memory that a process has had, in KB. It asks
// all the time, since the system's own sum at the end (ru_maxrss) counts the memory of the process that called it, too.
func watchMemory(pid int) (peak func() int64) {
	ended, most := make(chan struct{}), make(chan int64)
	go func() {
		var kb int64
		for {
			select {
			case <-ended:
				most <- kb
				return
			case <-time.After(20 * time.Millisecond):
			}
			text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // nothing to read once it has ended
			if _, line, ok := strings.Cut(string(text), "VmHWM:"); ok {
				_, _ = fmt.Sscan(line, &kb)
			}
		}
	}()
	return func() int64 {
		close(ended)
		return <-most
	}
}

// alone checks that nothing is left running of the process group that the call was.
func (c call) alone(group int) error {
	if err := syscall.Kill(-group, 0); !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("something of process group %d is left running", group)
	}
	return nil
}

// keepsSecrets checks that none of the keys has come out, and that the files of the program are its owner's alone.
func (c call) keepsSecrets(o outcome) error {
	said := map[string]string{"standard output": o.stdout, "standard error": o.stderr}
	err := filepath.WalkDir(c.home, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm() != 0o600 {
			return fmt.Errorf("%s can be read by others: %v", path, info.Mode())
		}
		text, err := os.ReadFile(path)
		said[path] = string(text)
		return err
	})
	for _, variable := range c.env {
		name, value, _ := strings.Cut(variable, "=")
		for where, text := range said {
			if strings.HasPrefix(name, "HOIST_") && strings.Contains(text, value) {
				err = errors.Join(err, fmt.Errorf("%s is in %s", name, where))
			}
		}
	}
	return err
}

// watched keeps what is written and says when a sign comes up in it.
type watched struct {
	text bytes.Buffer
	sign string
	seen func()
}

// Write implements io.Writer.
func (w *watched) Write(b []byte) (int, error) {
	w.text.Write(b)
	if bytes.Contains(w.text.Bytes(), []byte(w.sign)) {
		w.seen()
	}
	return len(b), nil
}
