//go:build packages && linux

package assets_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Where Debian's packages have the Objective-C compiler, and what is nearest to Apple's AppKit on Linux.
const (
	objectiveC     = "cc1obj"
	gnustepHeaders = "/usr/include/GNUstep"
)

// The rest of a program around the hook: the few names of package desktop that it uses, GLFW's class of the delegate, and
// one who plays AppKit's part.
const (
	hookRest = `package desktop

const (
	mostFiles   = 10_000
	longestPath = 32 << 10
)

var _, _, _ = placeOf, moveTo, raise
`
	hookMain = `package main

// int play(char **paths, int count);
import "C"

import (
	"context"
	"fmt"
	"os"

	"hoist/desktop"
)

func main() {
	serve := desktop.OpenWith()
	paths := make([]*C.char, len(os.Args)-1)
	for i, path := range os.Args[1:] {
		paths[i] = C.CString(path)
	}
	if C.play(&paths[0], C.int(len(paths))) != 0 {
		os.Exit(1)
	}
	ctx, cancel := context.WithCancel(context.Background())
	serve(ctx, func(paths []string) {
		for _, path := range paths {
			fmt.Println(path)
		}
		cancel()
	})
}
`
	// GNUstep's NSURL lacks what Apple's has.
	hookMissing = `#ifdef __OBJC__
#import <Foundation/NSURL.h>
@interface NSURL (Missing)
- (const char *)fileSystemRepresentation;
@end
#endif
`
	hookPlay = `#import <AppKit/AppKit.h>
#include <stdio.h>

@implementation NSURL (Missing)
- (const char *)fileSystemRepresentation { return [[self path] fileSystemRepresentation]; }
@end

@interface GLFWApplicationDelegate : NSObject
@end
@implementation GLFWApplicationDelegate
@end

@interface NSObject (Delegate)
- (void)application:(NSApplication *)application openURLs:(NSArray *)urls;
@end

static int failed(const char *why) { fprintf(stderr, "%s\n", why); return 1; }

int play(char **paths, int count)
{
	NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init];
	NSMutableArray *urls = [NSMutableArray arrayWithObject:[NSURL URLWithString:@"https://example.org/film.mp4"]];
	for (int i = 0; i < count; i++)
		[urls addObject:[NSURL fileURLWithPath:[NSString stringWithUTF8String:paths[i]]]];

	id delegate = [[[GLFWApplicationDelegate alloc] init] autorelease];
	if (![delegate respondsToSelector:@selector(application:openURLs:)])
		return failed("the delegate does not open files");
	[delegate application:nil openURLs:urls];
	[delegate application:nil openURLs:[NSArray array]];

	NSUserDefaults *defaults = [NSUserDefaults standardUserDefaults];
	if (![[defaults stringForKey:@"NSTreatUnknownArgumentsAsOpen"] isEqualToString:@"NO"])
		return failed("words of the command line are opened twice");
	if (![defaults boolForKey:@"NSAppSleepDisabled"])
		return failed("a hidden window is slowed down");
	[pool drain];
	return 0;
}
`
	// Only Objective-C takes these flags: cgo's are for C as well. An IMP is declared in another way by Apple.
	hookCompiler = `#!/bin/sh
case " $* " in
*".m "*) exec gcc -std=gnu11 -Wall -Wextra -Werror -Wno-unused-parameter -Wno-cast-function-type -include "$HOOK_MISSING" \
	-isystem ` + gnustepHeaders + ` -fconstant-string-class=NSConstantString -fobjc-exceptions "$@" ;;
esac
exec gcc "$@"
`
)

// TestPackageMacHook compiles the hook for files that macOS asks to be opened, as it is, against GNUstep's headers, links
// it with GNUstep's Foundation, and lets the delegate be called before anybody listens. What it cannot show is that AppKit
// itself calls it.
func TestPackageMacHook(t *testing.T) {
	found, err := exec.CommandContext(t.Context(), "gcc", "-print-prog-name="+objectiveC).Output()
	if _, errHeaders := os.Stat(gnustepHeaders + "/AppKit/AppKit.h"); err != nil || !filepath.IsAbs(string(found)) || errHeaders != nil {
		t.Skip("without gobjc and libgnustep-gui-dev no Objective-C can be compiled here")
	}
	folder := t.TempDir()
	file := func(name, text string, mode os.FileMode) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	copied := func(from, to string) {
		t.Helper()
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		file(to, strings.Replace(string(text), "-framework Foundation -framework AppKit", "-lgnustep-base -lobjc", 1), 0o600)
	}
	copied("../go.mod", "go.mod")
	copied("../go.sum", "go.sum")
	copied("../ui/desktop/openwith.go", "desktop/openwith.go")
	for _, name := range []string{"openwith", "place"} { // by other names, which are not for macOS alone
		copied("../ui/desktop/"+name+"_darwin.go", "desktop/"+name+"_mac.go")
		copied("../ui/desktop/"+name+"_darwin.m", "desktop/"+name+"_mac.m")
	}
	file("desktop/rest.go", hookRest, 0o600)
	file("main.go", hookMain, 0o600)
	file("play.m", hookPlay, 0o600)
	missing, compiler := file("missing.h", hookMissing, 0o600), file("compiler.sh", hookCompiler, 0o700)

	build := exec.CommandContext(t.Context(), "go", "build", "-o", "hook", ".")
	build.Dir = folder
	build.Env = append(os.Environ(), "CGO_ENABLED=1", "CGO_CFLAGS=-O1", "CC="+compiler, "HOOK_MISSING="+missing)
	if said, err := build.CombinedOutput(); err != nil || len(said) > 0 {
		t.Fatalf("the hook is not compiled without a word: %v\n%s", err, said)
	}
	films := []string{"/films/a film.mp4", "/films/Cafe\u0301 & \"co\".mov", "/films/Caf\u00e9.mov", "/films/100%25 動画 🎬.webm"}
	run := exec.CommandContext(t.Context(), filepath.Join(folder, "hook"), films...)
	run.Env = append(os.Environ(), "HOME="+folder, "LC_ALL=C.UTF-8")
	var complaints bytes.Buffer
	run.Stderr = &complaints
	said, err := run.Output()
	if err != nil || complaints.Len() > 0 {
		t.Errorf("the hook: %v\n%s", err, complaints.Bytes())
	}
	if got, want := string(said), strings.Join(films, "\n")+"\n"; got != want {
		t.Errorf("the window was asked to open %q, not %q", got, want)
	}
}
