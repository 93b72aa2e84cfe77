package desktop

import "context"

// PickFile asks the person for one file whose name ends in one of the extensions, such as ".pem". It returns at once; ctx
// ends the wait for the desktop's dialog. Picked gets one path, or none.
func PickFile(ctx context.Context, p Picker, extensions ...string) {
	p.extensions = extensions
	p.pick(ctx, false)
}
