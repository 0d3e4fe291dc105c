"""Who signed a program file (Authenticode), as Windows itself judges it. Windows only."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import uuid
    from ctypes import wintypes

    from conductor_desktop.workstation.facts import Seal, Signature
    from conductor_desktop.workstation.pc import CouldNotTell

    _GENERIC_VERIFY = uuid.UUID("00aac56b-cd44-11d0-8cc2-00c04fc295ee").bytes_le
    _NO_UI, _CHOICE_FILE, _VERIFY, _CLOSE = 2, 1, 1, 2
    # The network is not asked: whether a certificate was withdrawn is not worth a wait here.
    _REVOCATION_NONE, _CACHE_ONLY = 0x10, 0x1000
    _DISPLAY_NAME = 4  # CERT_NAME_SIMPLE_DISPLAY_TYPE
    _UNSIGNED = {0x800B0100, 0x800B0001, 0x800B0003}
    # Changed since it was signed, or by somebody whose certificate is known to be bad.
    _BROKEN = {0x80096010, 0x800B010C, 0x800B0111}

    class _FileInfo(ctypes.Structure):
        """WINTRUST_FILE_INFO."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("path", wintypes.LPCWSTR),
            ("handle", wintypes.HANDLE),
            ("subject", ctypes.c_void_p),
        )

    class _TrustData(ctypes.Structure):
        """WINTRUST_DATA."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("policy", ctypes.c_void_p),
            ("sip", ctypes.c_void_p),
            ("ui", wintypes.DWORD),
            ("revocation", wintypes.DWORD),
            ("choice", wintypes.DWORD),
            ("file", ctypes.POINTER(_FileInfo)),
            ("action", wintypes.DWORD),
            ("state", wintypes.HANDLE),
            ("url", wintypes.LPCWSTR),
            ("flags", wintypes.DWORD),
            ("context", wintypes.DWORD),
            ("settings", ctypes.c_void_p),
        )

    class _ProviderCertificate(ctypes.Structure):
        """CRYPT_PROVIDER_CERT, as far as it is read."""

        _fields_ = (("size", wintypes.DWORD), ("certificate", ctypes.c_void_p))

    _trust = ctypes.WinDLL("wintrust", use_last_error=True)
    _trust.WinVerifyTrust.argtypes = [wintypes.HWND, ctypes.c_char_p, ctypes.POINTER(_TrustData)]
    _trust.WinVerifyTrust.restype = wintypes.LONG
    _trust.WTHelperProvDataFromStateData.argtypes = [wintypes.HANDLE]
    _trust.WTHelperProvDataFromStateData.restype = ctypes.c_void_p
    _trust.WTHelperGetProvSignerFromChain.argtypes = [
        ctypes.c_void_p,
        wintypes.DWORD,
        wintypes.BOOL,
        wintypes.DWORD,
    ]
    _trust.WTHelperGetProvSignerFromChain.restype = ctypes.c_void_p
    _trust.WTHelperGetProvCertFromChain.argtypes = [ctypes.c_void_p, wintypes.DWORD]
    _trust.WTHelperGetProvCertFromChain.restype = ctypes.POINTER(_ProviderCertificate)

    _crypt = ctypes.WinDLL("crypt32", use_last_error=True)
    _crypt.CertGetNameStringW.argtypes = [
        ctypes.c_void_p,
        wintypes.DWORD,
        wintypes.DWORD,
        ctypes.c_void_p,
        wintypes.LPWSTR,
        wintypes.DWORD,
    ]

    def signature(path: str) -> Signature:
        """The signature inside ``path``. Raises ``CouldNotTell`` when Windows did not judge it."""
        file = _FileInfo(size=ctypes.sizeof(_FileInfo), path=path)
        data = _TrustData(
            size=ctypes.sizeof(_TrustData),
            ui=_NO_UI,
            choice=_CHOICE_FILE,
            file=ctypes.pointer(file),
            action=_VERIFY,
            flags=_REVOCATION_NONE | _CACHE_ONLY,
        )
        result = _trust.WinVerifyTrust(None, _GENERIC_VERIFY, ctypes.byref(data)) & 0xFFFFFFFF
        try:
            signer = _signer(data.state)
        finally:
            data.action = _CLOSE
            _trust.WinVerifyTrust(None, _GENERIC_VERIFY, ctypes.byref(data))
        if result == 0:
            return Signature(Seal.VALID, signer)
        if result in _UNSIGNED:
            return Signature(Seal.UNSIGNED)
        if result in _BROKEN:
            return Signature(Seal.BROKEN, signer)
        raise CouldNotTell(f"Windows did not say whether the signature is good (0x{result:08X}).")

    def _signer(state: int | None) -> str | None:
        """The name on the certificate that signed, whatever it is worth."""
        provider = _trust.WTHelperProvDataFromStateData(state) if state else None
        signer = provider and _trust.WTHelperGetProvSignerFromChain(provider, 0, False, 0)
        chain = signer and _trust.WTHelperGetProvCertFromChain(signer, 0)
        if not chain:
            return None
        name = ctypes.create_unicode_buffer(256)
        _crypt.CertGetNameStringW(
            chain.contents.certificate, _DISPLAY_NAME, 0, None, name, len(name)
        )
        return name.value or None
