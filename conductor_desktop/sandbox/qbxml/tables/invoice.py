"""InvoiceRet and what is in it, beside Conductor's invoice."""

from __future__ import annotations

from conductor_desktop.sandbox.qbxml.fields import ADD, ALWAYS, MOD, Field, Fields, Repeated
from conductor_desktop.sandbox.qbxml.kinds import (
    AMOUNT,
    DAY,
    FLAG,
    MOMENT,
    PERCENT,
    PRICE,
    QUANTITY,
    RATE,
    TEXT,
    Choice,
    ReferenceTo,
    TaxPercent,
    Text,
    TransactionNumber,
    words,
)
from conductor_desktop.sandbox.qbxml.tables.common import (
    ADDRESS,
    CLASS_REF,
    CURRENCY_REF,
    CUSTOMER_REF,
    DATA_EXTENSIONS,
    ITEM_REF,
    REP_REF,
    TAX_CODE_REF,
    TAX_ITEM_REF,
    TERMS_REF,
    unused_list,
)

_LINKED_TRANSACTIONS = Repeated(
    (
        Field("TxnID", "id", TEXT),
        Field(
            "TxnType",
            "transactionType",
            Choice(
                words(
                    "ARRefundCreditCard Bill BillPaymentCheck BillPaymentCreditCard BuildAssembly "
                    "Charge Check CreditCardCharge CreditCardCredit CreditMemo Deposit Estimate "
                    "InventoryAdjustment Invoice ItemReceipt JournalEntry LiabilityAdjustment "
                    "Paycheck PayrollLiabilityCheck PurchaseOrder ReceivePayment SalesOrder "
                    "SalesReceipt SalesTaxPaymentCheck Transfer VendorCredit YTDAdjustment "
                    "TransferInventory Unknown"
                )
            ),
        ),
        Field("TxnDate", "transactionDate", DAY),
        Field("RefNumber", "refNumber", TEXT),
        Field("LinkType", "linkType", Choice({"AMTTYPE": "amount", "QUANTYPE": "quantity"})),
        Field("Amount", "amount", AMOUNT),
    )
)

INVOICE_LINE: Fields = (
    Field("TxnLineID", "id", TEXT),
    Field("ItemRef", "item", ITEM_REF, ALWAYS, firm=True),
    Field("Desc", "description", Text(4095), ALWAYS),
    Field("Quantity", "quantity", QUANTITY, ALWAYS, firm=True),
    Field("UnitOfMeasure", "unitOfMeasure", Text(31), ALWAYS),
    Field("OverrideUOMSetRef", "overrideUnitOfMeasureSet", unused_list("UnitOfMeasureSet"), MOD),
    Field("Rate", "rate", PRICE, ALWAYS, firm=True),
    Field("RatePercent", "ratePercent", PERCENT, ALWAYS),
    Field("ClassRef", "class", CLASS_REF, ALWAYS),
    Field("Amount", "amount", AMOUNT, ALWAYS, firm=True),
    Field("InventorySiteRef", "inventorySite", unused_list("InventorySite"), ALWAYS),
    Field(
        "InventorySiteLocationRef", "inventorySiteLocation", unused_list("InventorySite"), ALWAYS
    ),
    Field("SerialNumber", "serialNumber", Text(4095), ALWAYS),
    Field("LotNumber", "lotNumber", Text(40), ALWAYS),
    Field("ExpirationDateForSerialLotNumber", "expirationDate", DAY),
    Field("ServiceDate", "serviceDate", DAY, ALWAYS),
    Field("SalesTaxCodeRef", "salesTaxCode", TAX_CODE_REF, ALWAYS, firm=True),
    Field("Other1", "otherCustomField1", Text(29), ALWAYS),
    Field("Other2", "otherCustomField2", Text(29), ALWAYS),
    Field("DataExtRet", "customFields", DATA_EXTENSIONS),
)

INVOICE_LINE_GROUP: Fields = (
    Field("TxnLineID", "id", TEXT),
    Field("ItemGroupRef", "itemGroup", ReferenceTo("item group", "ItemGroup")),
    Field("Desc", "description", TEXT),
    Field("Quantity", "quantity", QUANTITY),
    Field("UnitOfMeasure", "unitOfMeasure", TEXT),
    Field("OverrideUOMSetRef", "overrideUnitOfMeasureSet", unused_list("UnitOfMeasureSet")),
    Field("IsPrintItemsInGroup", "shouldPrintItemsInGroup", FLAG),
    Field("TotalAmount", "totalAmount", AMOUNT),
    Field("ServiceDate", "serviceDate", DAY),
    Field("InvoiceLineRet", "lines", Repeated(INVOICE_LINE)),
    Field("DataExtRet", "customFields", DATA_EXTENSIONS),
)

INVOICE: Fields = (
    Field("TxnID", "id", TEXT),
    Field("TimeCreated", "createdAt", MOMENT),
    Field("TimeModified", "updatedAt", MOMENT),
    Field("EditSequence", "revisionNumber", TEXT),
    Field("TxnNumber", "id", TransactionNumber()),
    Field("CustomerRef", "customer", CUSTOMER_REF, ALWAYS, firm=True),
    Field("ClassRef", "class", CLASS_REF, ALWAYS),
    Field("ARAccountRef", "receivablesAccount", ReferenceTo("account", "Account"), ALWAYS, True),
    Field("TemplateRef", "documentTemplate", ReferenceTo("template", "Template"), ALWAYS, True),
    Field("TxnDate", "transactionDate", DAY, ALWAYS, firm=True),
    Field("RefNumber", "refNumber", Text(11), ALWAYS),
    Field("BillAddress", "billingAddress", ADDRESS, ALWAYS),
    Field("ShipAddress", "shippingAddress", ADDRESS, ALWAYS),
    Field("IsPending", "isPending", FLAG, ALWAYS, firm=True),
    Field("IsFinanceCharge", "isFinanceCharge", FLAG, ADD, firm=True),
    Field("PONumber", "purchaseOrderNumber", Text(25), ALWAYS),
    Field("TermsRef", "terms", TERMS_REF, ALWAYS),
    Field("DueDate", "dueDate", DAY, ALWAYS, firm=True),
    Field("SalesRepRef", "salesRepresentative", REP_REF, ALWAYS),
    Field("FOB", "shipmentOrigin", Text(13), ALWAYS),
    Field("ShipDate", "shippingDate", DAY, ALWAYS, firm=True),
    Field("ShipMethodRef", "shippingMethod", ReferenceTo("shipping", "ShipMethod"), ALWAYS),
    Field("Subtotal", "subtotal", AMOUNT),
    Field("ItemSalesTaxRef", "salesTaxItem", TAX_ITEM_REF, ALWAYS, firm=True),
    Field("SalesTaxPercentage", "salesTaxPercentage", TaxPercent()),
    Field("SalesTaxTotal", "salesTaxTotal", AMOUNT),
    Field("AppliedAmount", "appliedAmount", AMOUNT),
    Field("BalanceRemaining", "balanceRemaining", AMOUNT),
    Field("CurrencyRef", "currency", CURRENCY_REF),
    Field("ExchangeRate", "exchangeRate", RATE, ALWAYS, firm=True),
    Field("BalanceRemainingInHomeCurrency", "balanceRemainingInHomeCurrency", AMOUNT),
    Field("Memo", "memo", Text(4095), ALWAYS),
    Field("IsPaid", "isPaid", FLAG),
    Field("CustomerMsgRef", "customerMessage", ReferenceTo("message", "CustomerMsg"), ALWAYS),
    Field("IsToBePrinted", "isQueuedForPrint", FLAG, ALWAYS, firm=True),
    Field("IsToBeEmailed", "isQueuedForEmail", FLAG, ALWAYS, firm=True),
    Field("CustomerSalesTaxCodeRef", "salesTaxCode", TAX_CODE_REF, ALWAYS, firm=True),
    Field("SuggestedDiscountAmount", "suggestedDiscountAmount", AMOUNT),
    Field("SuggestedDiscountDate", "suggestedDiscountDate", DAY),
    Field("Other", "otherCustomField", Text(29), ALWAYS),
    Field("ExternalGUID", "externalId", Text(40), ADD),
    Field("LinkedTxn", "linkedTransactions", _LINKED_TRANSACTIONS),
    Field("InvoiceLineRet", "lines", Repeated(INVOICE_LINE)),
    Field("InvoiceLineGroupRet", "lineGroups", Repeated(INVOICE_LINE_GROUP)),
    Field("DataExtRet", "customFields", DATA_EXTENSIONS),
)
