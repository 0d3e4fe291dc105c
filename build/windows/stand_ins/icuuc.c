/* The character converters of Windows 10, for a Wine that has none: none can be opened.
 *
 * Qt6Core cannot be loaded without this library. Asked for a converter it gets an error, as for a
 * name nobody knows, and goes on with the encodings it has built in.
 */
#define GIVEN(type, name, ...) \
    __declspec(dllexport) type name(__VA_ARGS__)

enum { NO_SUCH_CONVERTER = 4, NOT_SUPPORTED = 16 };

static void refuse(int *error, int reason)
{
    if (error)
        *error = reason;
}

GIVEN(void *, ucnv_open, const char *name, int *error)
{
    (void)name;
    refuse(error, NO_SUCH_CONVERTER);
    return 0;
}

GIVEN(int, ucnv_countAvailable, void) { return 0; }
GIVEN(const char *, ucnv_getAvailableName, int index) { (void)index; return 0; }
GIVEN(void, ucnv_close, void *converter) { (void)converter; }
GIVEN(void, ucnv_reset, void *converter) { (void)converter; }
GIVEN(signed char, ucnv_getMaxCharSize, const void *converter) { (void)converter; return 1; }

GIVEN(const char *, ucnv_getName, const void *converter, int *error)
{
    (void)converter;
    refuse(error, NOT_SUPPORTED);
    return 0;
}

GIVEN(const char *, ucnv_getStandardName, const char *name, const char *standard, int *error)
{
    (void)name, (void)standard;
    refuse(error, NOT_SUPPORTED);
    return 0;
}

/* Never reached, because there is never a converter to hand over; only their names are needed. */
GIVEN(int, ucnv_toUCountPending, const void *c, int *error)
{ (void)c; refuse(error, NOT_SUPPORTED); return 0; }
GIVEN(int, ucnv_fromUCountPending, const void *c, int *error)
{ (void)c; refuse(error, NOT_SUPPORTED); return 0; }
GIVEN(void, ucnv_getToUCallBack, const void *c, void **action, const void **context)
{ (void)c; *action = 0; *context = 0; }
GIVEN(void, ucnv_getFromUCallBack, const void *c, void **action, const void **context)
{ (void)c; *action = 0; *context = 0; }
GIVEN(void, ucnv_setToUCallBack, void *c, void *action, const void *context, void **old_action,
      const void **old_context, int *error)
{ (void)c, (void)action, (void)context, (void)old_action, (void)old_context;
  refuse(error, NOT_SUPPORTED); }
GIVEN(void, ucnv_setFromUCallBack, void *c, void *action, const void *context, void **old_action,
      const void **old_context, int *error)
{ (void)c, (void)action, (void)context, (void)old_action, (void)old_context;
  refuse(error, NOT_SUPPORTED); }
GIVEN(void, ucnv_toUnicode, void *c, void **to, const void *end, const void **from,
      const void *from_end, void *offsets, signed char flush, int *error)
{ (void)c, (void)to, (void)end, (void)from, (void)from_end, (void)offsets, (void)flush;
  refuse(error, NOT_SUPPORTED); }
GIVEN(void, ucnv_fromUnicode, void *c, void **to, const void *end, const void **from,
      const void *from_end, void *offsets, signed char flush, int *error)
{ (void)c, (void)to, (void)end, (void)from, (void)from_end, (void)offsets, (void)flush;
  refuse(error, NOT_SUPPORTED); }
GIVEN(void, ucnv_cbToUWriteUChars, void *args, const void *text, int length, int at, int *error)
{ (void)args, (void)text, (void)length, (void)at; refuse(error, NOT_SUPPORTED); }
GIVEN(void, ucnv_cbFromUWriteUChars, void *args, const void **text, const void *end, int at,
      int *error)
{ (void)args, (void)text, (void)end, (void)at; refuse(error, NOT_SUPPORTED); }
GIVEN(void, UCNV_TO_U_CALLBACK_SUBSTITUTE, const void *context, void *args, const char *units,
      int length, int reason, int *error)
{ (void)context, (void)args, (void)units, (void)length, (void)reason;
  refuse(error, NOT_SUPPORTED); }
GIVEN(void, UCNV_FROM_U_CALLBACK_SUBSTITUTE, const void *context, void *args, const void *units,
      int length, int point, int reason, int *error)
{ (void)context, (void)args, (void)units, (void)length, (void)point, (void)reason;
  refuse(error, NOT_SUPPORTED); }
