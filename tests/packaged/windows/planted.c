/* A library that somebody has put into the Downloads folder: it notes in <its own path>.loaded that
 * it was loaded. With LOADER it is a program instead, which loads the library that is its word and
 * so shows that one lying beside a program is really taken.
 */
#include <windows.h>

#ifdef LOADER
int WINAPI WinMain(HINSTANCE program, HINSTANCE before, LPSTR words, int shown)
{
    (void)program, (void)before, (void)shown;
    return LoadLibraryA(words) == NULL;
}
#else
BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID more)
{
    WCHAR place[MAX_PATH + 8];
    (void)more;
    if (why == DLL_PROCESS_ATTACH) {
        GetModuleFileNameW(self, place, MAX_PATH);
        lstrcatW(place, L".loaded");
        CloseHandle(CreateFileW(place, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
    }
    return TRUE;
}
#endif
