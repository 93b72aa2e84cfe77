package desktop

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	shCreateItemFromParsingName = shell32.NewProc("SHCreateItemFromParsingName")

	gdi32              = windows.NewLazySystemDLL("gdi32.dll")
	createCompatibleDC = gdi32.NewProc("CreateCompatibleDC")
	deleteDC           = gdi32.NewProc("DeleteDC")
	deleteObject       = gdi32.NewProc("DeleteObject")
	getObject          = gdi32.NewProc("GetObjectW")
	getDIBits          = gdi32.NewProc("GetDIBits")
)

const (
	siigbfThumbnailOnly = 0x8 // and not the icon of a kind of files

	widestBitmap = 4096 // pixels, and as many lines: more than was asked for
)

// imageFactoryID is IID_IShellItemImageFactory.
var imageFactoryID = windows.GUID{
	Data1: 0xBCC18B79, Data2: 0xBA16, Data3: 0x442F, Data4: [8]byte{0x80, 0xC4, 0x8A, 0x59, 0xC3, 0x0C, 0x46, 0x3B},
}

// imageFactory is an IShellItemImageFactory of Windows.
type imageFactory struct {
	methods *struct{ queryInterface, addRef, release, getImage uintptr }
}

// bitmap is the BITMAP of Windows.
type bitmap struct {
	kind, width, height, widthBytes int32
	planes, bitsPixel               uint16
	bits                            uintptr
}

// bitmapInfo is the BITMAPINFO of Windows, for pixels without a palette.
type bitmapInfo struct {
	size            uint32
	width, height   int32
	planes, bits    uint16
	compression     uint32
	sizeImage       uint32
	perMeter        [2]int32
	used, important uint32
	colors          [1]uint32
}

// bitmapHeader is how much of a bitmapInfo its first field counts, in bytes.
const bitmapHeader = 40

// systemThumbnail asks the shell, which is that of the file manager. A call of the shell's cannot be ended: it goes on
// beyond ctx where a drive does not answer.
func systemThumbnail(_ context.Context, path string, size int) (image.Image, error) {
	for _, p := range []*windows.LazyProc{shCreateItemFromParsingName, createCompatibleDC, deleteDC, deleteObject, getObject, getDIBits} {
		if err := p.Find(); err != nil {
			return nil, err
		}
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	runtime.LockOSThread() // COM is begun for one thread
	defer runtime.UnlockOSThread()
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err == nil || errors.Is(err, sFalse) {
		defer windows.CoUninitialize()
	}
	var factory *imageFactory
	//nolint:gosec // Windows takes addresses
	result, _, _ := shCreateItemFromParsingName.Call(
		uintptr(unsafe.Pointer(name)), 0, uintptr(unsafe.Pointer(&imageFactoryID)), uintptr(unsafe.Pointer(&factory)))
	if failed(result) || factory == nil {
		return nil, shellError(result)
	}
	defer func() { _, _, _ = syscall.SyscallN(factory.methods.release, uintptr(unsafe.Pointer(factory))) }() //nolint:gosec // as above
	handle, err := factory.image(size)
	if err != nil {
		return nil, err
	}
	defer func() { _, _, _ = deleteObject.Call(handle) }()
	return imageOfBitmap(handle)
}

// image returns a handle of a bitmap that lies within size by size pixels. It is to be deleted.
func (f *imageFactory) image(size int) (handle uintptr, err error) {
	side := uintptr(uint32(min(max(size, 1), widestBitmap))) //nolint:gosec // bounded
	var result uintptr
	// Width and height are one structure, handed over by value: in one register where it fits, else as two arguments.
	if unsafe.Sizeof(side) == 8 {
		//nolint:gosec // Windows takes addresses
		result, _, _ = syscall.SyscallN(f.methods.getImage,
			uintptr(unsafe.Pointer(f)), side|side<<32, siigbfThumbnailOnly, uintptr(unsafe.Pointer(&handle)))
	} else {
		//nolint:gosec // Windows takes addresses
		result, _, _ = syscall.SyscallN(f.methods.getImage,
			uintptr(unsafe.Pointer(f)), side, side, siigbfThumbnailOnly, uintptr(unsafe.Pointer(&handle)))
	}
	if failed(result) || handle == 0 {
		return 0, shellError(result)
	}
	return handle, nil
}

// failed reports whether an HRESULT says that nothing came of a call.
func failed(result uintptr) bool { return int32(result) < 0 } //nolint:gosec // an HRESULT has 32 bits

func shellError(result uintptr) error { return fmt.Errorf("%w: %#x", errNoThumbnail, uint32(result)) } //nolint:gosec // as above

// imageOfBitmap copies the pixels of a bitmap.
func imageOfBitmap(handle uintptr) (image.Image, error) {
	var b bitmap
	if n, _, _ := getObject.Call(handle, unsafe.Sizeof(b), uintptr(unsafe.Pointer(&b))); n == 0 { //nolint:gosec // Windows takes an address
		return nil, errNoThumbnail
	}
	width, height := int(b.width), int(b.height)
	if height < 0 { // its lines go the other way
		height = -height
	}
	if width < 1 || height < 1 || width > widestBitmap || height > widestBitmap {
		return nil, errNoThumbnail
	}
	screen, _, _ := createCompatibleDC.Call(0)
	if screen == 0 {
		return nil, errNoThumbnail
	}
	defer func() { _, _, _ = deleteDC.Call(screen) }()
	info := bitmapInfo{size: bitmapHeader, width: b.width, height: -int32(height), planes: 1, bits: 32} //nolint:gosec // bounded; below zero: from the top
	pixels := make([]byte, 4*width*height)
	//nolint:gosec // Windows takes addresses
	lines, _, _ := getDIBits.Call(screen, handle, 0, uintptr(height),
		uintptr(unsafe.Pointer(&pixels[0])), uintptr(unsafe.Pointer(&info)), 0)
	if int(lines) != height || blank(pixels) { //nolint:gosec // bounded
		return nil, errNoThumbnail
	}
	return imageOfBGR(pixels, width, height), nil
}
