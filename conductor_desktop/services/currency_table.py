"""Which currencies there are: code, decimals (ISO 4217), and what people call them in English."""

from __future__ import annotations

TABLE = """
AED 2 UAE Dirham; United Arab Emirates Dirham
AFN 2 Afghani; Afghan Afghani
ALL 2 Lek; Albanian Lek
AMD 2 Armenian Dram
ANG 2 Netherlands Antillean Guilder
AOA 2 Kwanza; Angolan Kwanza
ARS 2 Argentine Peso
AUD 2 Australian Dollar
AWG 2 Aruban Florin
AZN 2 Azerbaijan Manat; Azerbaijani Manat
BAM 2 Convertible Mark; Bosnia-Herzegovina Convertible Mark; Bosnian Convertible Mark
BBD 2 Barbados Dollar; Barbadian Dollar
BDT 2 Taka; Bangladeshi Taka
BGN 2 Bulgarian Lev
BHD 3 Bahraini Dinar
BIF 0 Burundi Franc; Burundian Franc
BMD 2 Bermudian Dollar; Bermuda Dollar
BND 2 Brunei Dollar
BOB 2 Boliviano; Bolivian Boliviano
BRL 2 Brazilian Real
BSD 2 Bahamian Dollar
BTN 2 Ngultrum; Bhutanese Ngultrum
BWP 2 Pula; Botswanan Pula; Botswana Pula
BYN 2 Belarusian Ruble
BZD 2 Belize Dollar
CAD 2 Canadian Dollar
CDF 2 Congolese Franc
CHF 2 Swiss Franc
CLF 4 Unidad de Fomento
CLP 0 Chilean Peso
CNY 2 Yuan Renminbi; Chinese Yuan; Chinese Yuan Renminbi
COP 2 Colombian Peso
CRC 2 Costa Rican Colon; Costa Rican Colón
CUP 2 Cuban Peso
CVE 2 Cabo Verde Escudo; Cape Verdean Escudo; Cape Verde Escudo
CZK 2 Czech Koruna; Czech Republic Koruna
DJF 0 Djibouti Franc; Djiboutian Franc
DKK 2 Danish Krone
DOP 2 Dominican Peso
DZD 2 Algerian Dinar
EGP 2 Egyptian Pound
ERN 2 Nakfa; Eritrean Nakfa
ETB 2 Ethiopian Birr
EUR 2 Euro
FJD 2 Fiji Dollar; Fijian Dollar
FKP 2 Falkland Islands Pound
GBP 2 Pound Sterling; British Pound; British Pound Sterling; UK Pound Sterling
GEL 2 Lari; Georgian Lari
GHS 2 Ghana Cedi; Ghanaian Cedi
GIP 2 Gibraltar Pound
GMD 2 Dalasi; Gambian Dalasi
GNF 0 Guinean Franc
GTQ 2 Quetzal; Guatemalan Quetzal
GYD 2 Guyana Dollar; Guyanaese Dollar; Guyanese Dollar
HKD 2 Hong Kong Dollar
HNL 2 Lempira; Honduran Lempira
HRK 2 Kuna; Croatian Kuna
HTG 2 Gourde; Haitian Gourde
HUF 2 Forint; Hungarian Forint
IDR 2 Rupiah; Indonesian Rupiah
ILS 2 New Israeli Sheqel; Israeli New Shekel; Israeli Shekel; Israeli New Sheqel
INR 2 Indian Rupee
IQD 3 Iraqi Dinar
IRR 2 Iranian Rial
ISK 0 Iceland Krona; Icelandic Króna; Icelandic Krona
JMD 2 Jamaican Dollar
JOD 3 Jordanian Dinar
JPY 0 Yen; Japanese Yen
KES 2 Kenyan Shilling
KGS 2 Som; Kyrgystani Som; Kyrgyzstani Som
KHR 2 Riel; Cambodian Riel
KMF 0 Comorian Franc
KPW 2 North Korean Won
KRW 0 Won; South Korean Won; Korean Won
KWD 3 Kuwaiti Dinar
KYD 2 Cayman Islands Dollar
KZT 2 Tenge; Kazakhstani Tenge
LAK 2 Lao Kip; Laotian Kip
LBP 2 Lebanese Pound
LKR 2 Sri Lanka Rupee; Sri Lankan Rupee
LRD 2 Liberian Dollar
LSL 2 Loti; Lesotho Loti
LYD 3 Libyan Dinar
MAD 2 Moroccan Dirham
MDL 2 Moldovan Leu
MGA 2 Malagasy Ariary; Ariary
MKD 2 Denar; Macedonian Denar
MMK 2 Kyat; Myanmar Kyat; Myanma Kyat
MNT 2 Tugrik; Mongolian Tugrik; Mongolian Tögrög
MOP 2 Pataca; Macanese Pataca; Macau Pataca
MRU 2 Ouguiya; Mauritanian Ouguiya
MUR 2 Mauritius Rupee; Mauritian Rupee
MVR 2 Rufiyaa; Maldivian Rufiyaa
MWK 2 Malawi Kwacha; Malawian Kwacha
MXN 2 Mexican Peso
MYR 2 Malaysian Ringgit
MZN 2 Mozambique Metical; Mozambican Metical
NAD 2 Namibia Dollar; Namibian Dollar
NGN 2 Naira; Nigerian Naira
NIO 2 Cordoba Oro; Nicaraguan Córdoba
NOK 2 Norwegian Krone
NPR 2 Nepalese Rupee
NZD 2 New Zealand Dollar
OMR 3 Rial Omani; Omani Rial
PAB 2 Balboa; Panamanian Balboa
PEN 2 Sol; Peruvian Sol; Peruvian Nuevo Sol
PGK 2 Kina; Papua New Guinean Kina
PHP 2 Philippine Peso; Filipino Peso
PKR 2 Pakistan Rupee; Pakistani Rupee
PLN 2 Zloty; Polish Zloty
PYG 0 Guarani; Paraguayan Guarani
QAR 2 Qatari Rial; Qatari Riyal
RON 2 Romanian Leu
RSD 2 Serbian Dinar
RUB 2 Russian Ruble; Russian Rouble
RWF 0 Rwanda Franc; Rwandan Franc
SAR 2 Saudi Riyal; Saudi Arabian Riyal
SBD 2 Solomon Islands Dollar
SCR 2 Seychelles Rupee; Seychellois Rupee
SDG 2 Sudanese Pound
SEK 2 Swedish Krona
SGD 2 Singapore Dollar
SHP 2 Saint Helena Pound; St. Helena Pound; St Helena Pound
SLE 2 Leone; Sierra Leonean Leone
SLL 2 Leone
SOS 2 Somali Shilling
SRD 2 Surinam Dollar; Surinamese Dollar
SSP 2 South Sudanese Pound
STN 2 Dobra; São Tomé & Príncipe Dobra
SVC 2 El Salvador Colon; Salvadoran Colón
SYP 2 Syrian Pound
SZL 2 Lilangeni; Swazi Lilangeni
THB 2 Baht; Thai Baht
TJS 2 Somoni; Tajikistani Somoni
TMT 2 Turkmenistan New Manat; Turkmenistani Manat
TND 3 Tunisian Dinar
TOP 2 Pa’anga; Tongan Paʻanga; Tongan Pa'anga
TRY 2 Turkish Lira
TTD 2 Trinidad and Tobago Dollar; Trinidad & Tobago Dollar
TWD 2 New Taiwan Dollar; Taiwan Dollar
TZS 2 Tanzanian Shilling
UAH 2 Hryvnia; Ukrainian Hryvnia
UGX 0 Uganda Shilling; Ugandan Shilling
USD 2 US Dollar; U.S. Dollar; United States Dollar
UYI 0 Uruguay Peso en Unidades Indexadas
UYU 2 Peso Uruguayo; Uruguayan Peso
UYW 4 Unidad Previsional
UZS 2 Uzbekistan Sum; Uzbekistani Som; Uzbekistan Som
VED 2 Bolívar Soberano
VES 2 Bolívar Soberano; Venezuelan Bolívar; Venezuelan Bolivar
VND 0 Dong; Vietnamese Dong
VUV 0 Vatu; Vanuatu Vatu
WST 2 Tala; Samoan Tala
XAF 0 CFA Franc BEAC; Central African CFA Franc
XCD 2 East Caribbean Dollar
XCG 2 Caribbean Guilder
XOF 0 CFA Franc BCEAO; West African CFA Franc
XPF 0 CFP Franc; Pacific Franc
YER 2 Yemeni Rial
ZAR 2 Rand; South African Rand
ZMW 2 Zambian Kwacha
ZWG 2 Zimbabwe Gold; Zimbabwean Gold
ZWL 2 Zimbabwe Dollar
"""
