/* The random numbers of Windows 10, for a Wine that gives them under their older name alone.
 *
 * Chromium's library asks for them as soon as it is loaded.
 */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T size)
{
    const ULONG most = 1ul << 24;
    for (SIZE_T done = 0; done < size;) {
        ULONG now = size - done < most ? (ULONG)(size - done) : most;
        if (!RtlGenRandom(data + done, now))
            return FALSE;
        done += now;
    }
    return TRUE;
}
