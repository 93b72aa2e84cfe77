//go:build cgo

#import <AppKit/AppKit.h>
#include <stdint.h>

void hoistRestore(uintptr_t window)
{
	NSWindow *minimised = (NSWindow *)window;
	if ([minimised isMiniaturized])
		[minimised deminiaturize:nil];
}
