/* Windows.UI.ViewManagement.UISettings, for a Wine before 9: plain colours, and never a change.
 *
 * Qt asks it for the colours of Windows 10, and ends the program when there is nobody to ask.
 * There is one object, it lives for ever, and a pointer to each of its interfaces stands for it.
 */
#include <windows.h>
#include <inspectable.h>
#include <winstring.h>

typedef const void *const *Interface; /* where its functions begin */

static const GUID UNKNOWN = {0x00000000, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const GUID INSPECTABLE = {
    0xAF86E2E0, 0xB12D, 0x4C6A, {0x9C, 0x5A, 0xD7, 0xAA, 0x65, 0x10, 0x1E, 0x90}};
static const GUID FACTORY = {0x00000035, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const GUID AGILE = {
    0x94EA2B94, 0xE9CC, 0x49E0, {0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F, 0x5B, 0x90}};
static const GUID SIZES = {
    0x85361600, 0x1C63, 0x4627, {0xBC, 0xB1, 0x3A, 0x89, 0xE0, 0xBC, 0x9C, 0x55}};
static const GUID COLOURS = {
    0x03021BE4, 0x5254, 0x4781, {0x81, 0x94, 0x51, 0x68, 0xF7, 0xD0, 0x6D, 0x7B}};

typedef struct { BYTE opaque, red, green, blue; } Colour;
enum { BACKGROUND, FOREGROUND, ACCENT = 5, LAST = 8 };

static HRESULT WINAPI query(Interface *self, const GUID *id, void **found);
static ULONG WINAPI counted(Interface *self) { (void)self; return 1; }

static HRESULT WINAPI interfaces(Interface *self, ULONG *count, GUID **ids)
{
    (void)self;
    *count = 0;
    *ids = NULL;
    return S_OK;
}

static HRESULT WINAPI class_name(Interface *self, HSTRING *name)
{
    static const WCHAR text[] = L"Windows.UI.ViewManagement.UISettings";
    (void)self;
    return WindowsCreateString(text, ARRAYSIZE(text) - 1, name);
}

static HRESULT WINAPI trust(Interface *self, int *level) { (void)self; *level = 0; return S_OK; }

static HRESULT WINAPI colour(Interface *self, int which, Colour *found)
{
    (void)self;
    if (which < 0 || which > LAST)
        return E_INVALIDARG;
    if (which == BACKGROUND)
        *found = (Colour){255, 255, 255, 255};
    else if (which == FOREGROUND)
        *found = (Colour){255, 0, 0, 0};
    else { /* from the darkest shade of the accent to the lightest */
        int shade = 28 * (which - ACCENT);
        *found = (Colour){255, (BYTE)(84 + shade), (BYTE)(120 + shade), (BYTE)(170 + shade / 2)};
    }
    return S_OK;
}

static HRESULT WINAPI tell(Interface *self, void *whom, INT64 *ticket)
{
    (void)self, (void)whom;
    *ticket = 1;
    return S_OK;
}

static HRESULT WINAPI tell_no_more(Interface *self, INT64 ticket)
{
    (void)self, (void)ticket;
    return S_OK;
}

static HRESULT WINAPI zero(Interface *self, int *found) { (void)self; *found = 0; return S_OK; }
static HRESULT WINAPI no(Interface *self, BYTE *found) { (void)self; *found = 0; return S_OK; }

static HRESULT WINAPI size(Interface *self, float *found)
{
    (void)self;
    found[0] = found[1] = 16;
    return S_OK;
}

static HRESULT WINAPI half_a_second(Interface *self, UINT32 *found)
{
    (void)self;
    *found = 500;
    return S_OK;
}

static HRESULT WINAPI element(Interface *self, int which, Colour *found)
{
    (void)which;
    return colour(self, FOREGROUND, found);
}

static HRESULT WINAPI make(Interface *self, void **made);

#define EVERY_INTERFACE query, counted, counted, interfaces, class_name, trust

static const void *const factory_functions[] = {EVERY_INTERFACE, make};
static const void *const colour_functions[] = {EVERY_INTERFACE, colour, tell, tell_no_more};
static const void *const size_functions[] = {
    EVERY_INTERFACE, zero, size, size, size, size, half_a_second, no, no, half_a_second,
    half_a_second, half_a_second, half_a_second, element};

static Interface factory = factory_functions, colours = colour_functions, sizes = size_functions;

static HRESULT WINAPI query(Interface *self, const GUID *id, void **found)
{
    BOOL any = IsEqualGUID(id, &UNKNOWN) || IsEqualGUID(id, &INSPECTABLE) || IsEqualGUID(id, &AGILE);
    *found = NULL;
    if (self == &factory) {
        if (any || IsEqualGUID(id, &FACTORY))
            *found = &factory;
    } else if (any || IsEqualGUID(id, &SIZES)) {
        *found = &sizes;
    } else if (IsEqualGUID(id, &COLOURS)) {
        *found = &colours;
    }
    return *found ? S_OK : E_NOINTERFACE;
}

static HRESULT WINAPI make(Interface *self, void **made)
{
    (void)self;
    *made = &sizes;
    return S_OK;
}

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(HSTRING name, void **found)
{
    (void)name;
    *found = &factory;
    return S_OK;
}

__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }
