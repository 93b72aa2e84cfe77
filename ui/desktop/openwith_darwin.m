//go:build cgo

#import <AppKit/AppKit.h>
#import <objc/runtime.h>
#include <stdlib.h>

#include "_cgo_export.h"

// What macOS asks a program to open comes as an Apple Event. AppKit turns it into application:openURLs: of the
// application's delegate, which is GLFW's and has no such method: so it gets one. The other ways were
//
// - a delegate of our own: GLFW sets its own within glfwInit and runs the application there at once until it has finished
//   launching. AppKit names the files of a double click in between, as Apple documents; whoever sets another delegate
//   afterwards has lost them, and with GLFW's delegate its question before Quit and its care for screens that change;
// - a handler of NSAppleEventManager, set at NSApplicationWillFinishLaunching: it would take the place of AppKit's own, within
//   which, by the call stacks of programs, a launch is finished (_sendFinishLaunchingNotification). GLFW waits for that.
//
// The class is linked into the program and known from its beginning, so the method is there before GLFW makes its
// delegate. GLFW is found by the name of the class alone: a test reads in its source that it still has that name and
// no such method itself.
static const char *const delegateClass = "GLFWApplicationDelegate";

// openURLs is application:openURLs:. As drops on the window do, it hands on names as the file system has them.
static void openURLs(id self, SEL method, NSApplication *application, NSArray *urls)
{
	char **paths = calloc([urls count] + 1, sizeof *paths); // never of no bytes
	if (paths == NULL)
		return;

	int count = 0;
	for (NSURL *url in urls)
	{
		const char *path = [url isFileURL] ? [url fileSystemRepresentation] : NULL;
		if (path != NULL)
			paths[count++] = (char *)path; // lives as long as the events of this turn
	}
	hoistOpened(paths, count);
	free(paths);
}

// hoistHearOpened gives GLFW's delegate the method, and answers whether it has it now.
bool hoistHearOpened(void)
{
	Class delegate = (Class)objc_getClass(delegateClass);
	if (delegate == Nil || !class_addMethod(delegate, @selector(application:openURLs:), (IMP)openURLs, "v@:@@"))
		return false;

	// AppKit takes words of the command line for files to open as well, which would come twice. The value has to be a text.
	// And macOS slows a program down whose window is hidden: an upload is to go on as it was.
	NSAutoreleasePool *pool = [[NSAutoreleasePool alloc] init]; // there is none before GLFW begins
	[[NSUserDefaults standardUserDefaults] registerDefaults:[NSDictionary dictionaryWithObjectsAndKeys:
		@"NO", @"NSTreatUnknownArgumentsAsOpen", [NSNumber numberWithBool:YES], @"NSAppSleepDisabled", nil]];
	[pool drain];
	return true;
}
