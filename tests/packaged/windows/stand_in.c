/* A program with one window, in the place of another: an older version of the app, QuickBooks, the
 * Web Connector. "stays" as its word makes it deaf to a polite request to end. Given a connection
 * file, it notes in <its own path>.words how it was called, in UTF-16.
 */
#include <string.h>
#include <windows.h>

static int is_deaf;

static LRESULT CALLBACK answer(HWND window, UINT message, WPARAM word, LPARAM more)
{
    if (message == WM_QUERYENDSESSION)
        return !is_deaf;
    if ((message == WM_ENDSESSION && word) || message == WM_CLOSE) {
        if (!is_deaf)
            PostQuitMessage(0);
        return 0;
    }
    return DefWindowProcA(window, message, word, more);
}

static void note_words(void)
{
    WCHAR place[MAX_PATH + 8];
    LPCWSTR said = GetCommandLineW();
    DWORD written;
    HANDLE file;
    GetModuleFileNameW(NULL, place, MAX_PATH);
    lstrcatW(place, L".words");
    file = CreateFileW(place, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    WriteFile(file, said, lstrlenW(said) * sizeof *said, &written, NULL);
    CloseHandle(file);
}

int WINAPI WinMain(HINSTANCE program, HINSTANCE before, LPSTR words, int shown)
{
    WNDCLASSA kind = {.lpfnWndProc = answer, .hInstance = program, .lpszClassName = "StandIn"};
    MSG message;
    (void)before, (void)shown;
    is_deaf = strstr(words, "stays") != NULL;
    if (strstr(words, ".qwc"))
        note_words();
    RegisterClassA(&kind);
    CreateWindowA("StandIn", "Stand-in", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 40, 40, 300, 200, NULL,
                  NULL, program, NULL);
    while (GetMessageA(&message, NULL, 0, 0) > 0)
        DispatchMessageA(&message);
    return 0;
}
