"""Further questions where records, things or property are sought; paths begin with `details.`."""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.conditions import VALUED
from comity.law.fields import Input, may, must, should

BANK_RECORDS = (
    must(
        "details.bank",
        Input.LINE,
        "46(15)(d)",
        Text("Bank or financial institution", "银行或者金融机构"),
        Text(
            "Name and, if known, address. Bank secrecy is no ground of refusal (46(8)).",
            "名称，如已知，写明地址。不得以银行保密为理由拒绝协助（第四十六条第八款）。",
        ),
        Text("The bank is not named.", "未写明银行名称。"),
        Text("Please name the bank or financial institution.", "请写明银行或者金融机构的名称。"),
    ),
    may(
        "details.branch",
        Input.LINE,
        "",
        Text("Branch", "分支机构"),
        Text("Name or code.", "名称或者代码。"),
        Text("Please state the branch.", "请说明分支机构。"),
    ),
    may(
        "details.account_name",
        Input.LINE,
        "46(15)(d)",
        Text("Account holder", "账户持有人"),
        Text(
            "As the bank would know it. Give this, the number, or both.",
            "以银行登记为准。账户持有人和账号至少填写一项。",
        ),
        Text("Please name the account holder.", "请提供账户持有人姓名或者名称。"),
    ),
    may(
        "details.account_number",
        Input.LINE,
        "46(15)(d)",
        Text("Account number", "账号"),
        Text("With IBAN or bank code where there is one.", "有国际银行账号或者银行代码的，请一并写明。"),
        Text("Please state the account number.", "请提供账号。"),
    ),
    must(
        "details.document_types",
        Input.TEXT,
        "46(15)(d)",
        Text("Documents sought", "所需文件"),
        Text(
            "Account opening file, signature card, statements, transfer orders, correspondence.",
            "开户资料、签名卡、对账单、转账指令、往来函件等。",
        ),
        Text("It is not said which bank documents are sought.", "未说明所需的银行文件。"),
        Text("Please state which bank documents are sought.", "请说明所需的银行文件。"),
    ),
    should(
        "details.certificate",
        Input.TEXT,
        "",
        Text("Certificate of authenticity", "真实性证书"),
        Text("The words your courts need, if any.", "贵国法院要求的证明用语。"),
        Text("It is not said whether the records must be certified.", "未说明记录是否须经证明。"),
        Text("Please state how the records are to be certified.", "请说明记录应如何证明。"),
    ),
)

BUSINESS_RECORDS = (
    must(
        "details.company",
        Input.LINE,
        "46(15)(d)",
        Text("Company or body", "公司或者实体"),
        Text("Full name as registered.", "登记的全称。"),
        Text("The company is not named.", "未写明公司名称。"),
        Text("Please name the company.", "请写明公司名称。"),
    ),
    should(
        "details.register_number",
        Input.LINE,
        "",
        Text("Register number", "登记号"),
        Text("With the register that gave it.", "请注明登记机关。"),
        Text("The company's register number is missing.", "缺少公司登记号。"),
        Text("Please state the company's register number.", "请提供公司登记号。"),
    ),
    must(
        "details.document_types",
        Input.TEXT,
        "46(15)(d)",
        Text("Records sought", "所需记录"),
        Text(
            "Register extract, beneficial owners, accounts, contracts, invoices, minutes.",
            "登记资料、实际受益人、账簿、合同、发票、会议记录等。",
        ),
        Text("It is not said which records are sought.", "未说明所需的记录。"),
        Text("Please state which records are sought.", "请说明所需的记录。"),
    ),
    should(
        "details.certificate",
        Input.TEXT,
        "",
        Text("Certificate of business records", "商业记录证明"),
        Text("The words your courts need, if any.", "贵国法院要求的证明用语。"),
        Text("It is not said whether the records must be certified.", "未说明记录是否须经证明。"),
        Text("Please state how the records are to be certified.", "请说明记录应如何证明。"),
    ),
)

SEARCH_SEIZURE = (
    must(
        "details.premises",
        Input.TEXT,
        "46(15)(d)",
        Text("Premises or place", "搜查场所"),
        Text("Address, part of the building, who holds it.", "地址、建筑物部位、占有人。"),
        Text("The place to be searched is not described.", "未写明搜查场所。"),
        Text("Please describe the place to be searched.", "请写明搜查场所。"),
    ),
    must(
        "details.items",
        Input.TEXT,
        "46(15)(d)",
        Text("Items to be found and seized", "拟查找和扣押的物品"),
        Text("As exactly as possible; devices and data too.", "尽可能准确；包括设备和数据。"),
        Text("The items to be seized are not described.", "未写明拟扣押的物品。"),
        Text("Please describe the items to be seized.", "请写明拟扣押的物品。"),
    ),
    must(
        "details.grounds",
        Input.TEXT,
        "46(15)(d)",
        Text("Grounds to believe they are there", "认为物品在该处的理由"),
        Text("A court there will ask for it.", "对方法院会要求说明。"),
        Text("The grounds for the search are not stated.", "未说明搜查的理由。"),
        Text("Please state the grounds for the search.", "请说明搜查的理由。"),
    ),
    should(
        "details.statute",
        Input.TEXT,
        "",
        Text("Law of the requesting State that allows it", "请求国的法律根据"),
        Text("Text of the provision.", "法律条文。"),
        Text("The provision of your law that allows the search is missing.", "缺少准许搜查的法律条文。"),
        Text("Please send the provision of your law that allows the search.", "请提供贵国准许搜查的法律条文。"),
    ),
    should(
        "details.possible_at_home",
        Input.TEXT,
        "",
        Text("Statement that it would be possible at home", "在本国亦可采取该措施的声明"),
        Text(
            "That your own authorities could do this in a like case, and who would order it.",
            "说明贵国机关在类似案件中亦可采取该措施，以及由谁批准。",
        ),
        Text(
            "It is not said that the measure would be possible in your own State.",
            "未声明在贵国亦可采取该措施。",
        ),
        Text(
            "Please state that the measure could be taken in your own State.",
            "请声明在贵国亦可采取该措施。",
        ),
    ),
    may(
        "details.transport",
        Input.TEXT,
        "",
        Text("Handling and transport", "保管和运送"),
        Text("Sealing, copies, who fetches the items.", "封存、复制、由谁提取。"),
        Text("Please state how seized items are to be handled and sent.", "请说明扣押物品应如何保管和运送。"),
    ),
    should(
        "details.privilege",
        Input.TEXT,
        "",
        Text("Privileged material", "受特权保护的材料"),
        Text("What to do with papers of lawyers, doctors, journalists.", "律师、医生、记者的文件如何处理。"),
        Text("It is not said how privileged material is to be handled.", "未说明如何处理受特权保护的材料。"),
        Text("Please state how privileged material is to be handled.", "请说明如何处理受特权保护的材料。"),
    ),
)

TRACING = (
    must(
        "details.property",
        Input.TEXT,
        "46(15)(d)",
        Text("Property or proceeds to be identified", "拟辨认的财产或者犯罪所得"),
        Text(
            "What you look for: accounts, land, companies, vehicles, virtual assets.",
            "查找对象：账户、土地、公司、车辆、虚拟资产等。",
        ),
        Text("The property to be traced is not described.", "未说明拟追查的财产。"),
        Text("Please describe the property to be traced.", "请说明拟追查的财产。"),
    ),
    should(
        "details.holder",
        Input.LINE,
        "",
        Text("Believed holder", "可能的持有人"),
        Text("Who holds it, also for another.", "由谁持有，包括代他人持有。"),
        Text("The believed holder of the property is not named.", "未写明财产可能的持有人。"),
        Text("Please name the believed holder.", "请写明财产可能的持有人。"),
    ),
    should(
        "details.location",
        Input.TEXT,
        "",
        Text("Believed location", "可能的所在地"),
        Text("As far as possible.", "尽可能写明。"),
        Text("The believed location of the property is not stated.", "未写明财产可能的所在地。"),
        Text("Please state where the property is believed to be.", "请写明财产可能的所在地。"),
    ),
    may(
        "details.value",
        Input.LINE,
        "",
        Text("Estimated value", "估计价值"),
        Text("Digits only.", "只填数字。"),
        Text("Please estimate the value.", "请估计价值。"),
    ),
    must(
        "details.currency",
        Input.LINE,
        "",
        Text("Currency", "币种"),
        Text("Three letters.", "三位字母代码。"),
        Text("A value is given without its currency.", "写明了价值，但未写明币种。"),
        Text("Please state the currency.", "请写明币种。"),
        when=VALUED,
    ),
    should(
        "details.known",
        Input.TEXT,
        "",
        Text("What is already known", "已掌握的情况"),
        Text(
            "Transfers, companies and persons on the way; steps taken so far.",
            "资金流转、涉及的公司和人员、已采取的步骤。",
        ),
        Text("It is not said what is already known about the property.", "未说明关于该财产已掌握的情况。"),
        Text("Please state what is already known about the property.", "请说明关于该财产已掌握的情况。"),
    ),
)
