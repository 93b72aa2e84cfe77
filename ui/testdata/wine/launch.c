/* Starts a program without standard files, as the Explorer does, waits for it, and ends as it did:
   launch.exe "its command line" [detached: from the console, too] */
#include <windows.h>

int main(int argc, char **argv) {
	STARTUPINFOA start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
	PROCESS_INFORMATION process;
	DWORD exit = 99;

	if (CreateProcessA(NULL, argv[1], NULL, NULL, FALSE, argc > 2 ? DETACHED_PROCESS : 0, NULL, NULL, &start, &process)) {
		WaitForSingleObject(process.hProcess, INFINITE);
		GetExitCodeProcess(process.hProcess, &exit);
	}
	return (int)exit;
}
