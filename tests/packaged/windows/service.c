/* A service in the place of one of QuickBooks': it runs until it is asked to stop. */
#include <windows.h>

static SERVICE_STATUS status = {.dwServiceType = SERVICE_WIN32_OWN_PROCESS};
static SERVICE_STATUS_HANDLE teller;

static void tell(DWORD state)
{
    status.dwCurrentState = state;
    status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP : 0;
    SetServiceStatus(teller, &status);
}

static DWORD WINAPI obey(DWORD order, DWORD kind, void *more, void *own)
{
    (void)kind, (void)more, (void)own;
    if (order == SERVICE_CONTROL_STOP)
        tell(SERVICE_STOPPED);
    return NO_ERROR;
}

static void WINAPI serve(DWORD count, LPWSTR *words)
{
    (void)count, (void)words;
    teller = RegisterServiceCtrlHandlerExW(L"", obey, NULL);
    tell(SERVICE_RUNNING);
}

int main(void)
{
    SERVICE_TABLE_ENTRYW kept[] = {{L"", serve}, {NULL, NULL}};
    return !StartServiceCtrlDispatcherW(kept);
}
