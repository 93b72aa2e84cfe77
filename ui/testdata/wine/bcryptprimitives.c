/* Stands in for bcryptprimitives.dll, which Debian 12's Wine 8 lacks and Go's runtime needs. Tests alone have it. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG); /* RtlGenRandom, by the name that advapi32.dll has for it */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length) {
	return SystemFunction036(bytes, (ULONG)length);
}
