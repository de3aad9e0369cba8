"""What the lights of `core` say, in English and Chinese."""

from __future__ import annotations

from comity.kernel.languages import Text

KEYS_GOOD = Text(
    en="The node's keys open and are readable by the node alone.", zh="节点密钥可以打开，且仅节点本身可读。"
)
KEYS_SHUT = Text(en="The node's keys cannot be used ({code}).", zh="无法使用节点密钥（{code}）。")
KEYS_SHUT_DO = Text(
    en="Put the unlock file back where the setting COMITY_UNLOCK_FILE says, or restore keys/ from a backup.",
    zh="请将解锁文件放回设置 COMITY_UNLOCK_FILE 所指的位置，或从备份中恢复 keys/。",
)
KEYS_OPEN = Text(en="Other accounts of this machine may read: {names}.", zh="本机其他账户可读取：{names}。")
KEYS_OPEN_DO = Text(
    en="Set mode 0700 on the folder keys/ and 0600 on the files in it and on the unlock file.",
    zh="请将文件夹 keys/ 的权限设为 0700，其中的文件及解锁文件设为 0600。",
)
DATABASE_GOOD = Text(en="The database is whole and of this version.", zh="数据库完整，且与本版本一致。")
DATABASE_DAMAGED = Text(en="The database is damaged.", zh="数据库已损坏。")
DATABASE_DAMAGED_DO = Text(
    en="Stop the node, keep a copy of its folder, and restore the last proved backup.",
    zh="请停止节点，保留其文件夹的副本，并恢复最近一次经验证的备份。",
)
DATABASE_OLD = Text(en="The database is of an older version of the program.", zh="数据库属于本程序的旧版本。")
DATABASE_OLD_DO = Text(
    en="Make a backup, then run: comity manage migrate", zh="请先备份，然后运行：comity manage migrate"
)
AUDIT_GOOD = Text(en="The audit log holds: {size} entries.", zh="审计日志完好：共 {size} 条记录。")
AUDIT_BROKEN = Text(
    en="The audit log was changed: entry {index} is the first that is not as it was written.",
    zh="审计日志曾被改动：第 {index} 条记录起与原始记录不符。",
)
AUDIT_BROKEN_DO = Text(
    en="Do not repair it. Keep a copy of the database, tell the head of the authority, compare with a backup.",
    zh="请勿修复。请保留数据库副本，报告机关负责人，并与备份比对。",
)
VOLUME_GOOD = Text(en="The volume under the database is encrypted.", zh="数据库所在的磁盘卷已加密。")
VOLUME_PLAIN = Text(
    en="No encryption was found under the database. Files are sealed; names and texts of cases in it are not.",
    zh="未发现数据库所在磁盘卷已加密。文件均已加密封存，但数据库中的案件名称和文字没有加密。",
)
VOLUME_PLAIN_DO = Text(
    en="Move the data folder to an encrypted volume (LUKS or what your system offers).",
    zh="请将数据文件夹移至加密的磁盘卷（LUKS 或系统提供的其他方式）。",
)
CLOCK_GOOD = Text(en="The clock of this machine is synchronised.", zh="本机时钟已同步。")
CLOCK_ALONE = Text(en="Nothing synchronises the clock of this machine.", zh="本机时钟没有同步。")
CLOCK_UNKNOWN = Text(en="Whether the clock is synchronised cannot be asked here.", zh="此处无法查询时钟是否同步。")
CLOCK_BACK = Text(
    en="The clock stands at {now}, before the last entry of the audit log ({last}).",
    zh="时钟为 {now}，早于审计日志的最后一条记录（{last}）。",
)
CLOCK_DO = Text(
    en="Let the machine's clock be set from a trusted source (NTP). Until then receipts say: time unproved.",
    zh="请让本机时钟与可信来源同步（NTP）。在此之前，回执将注明：时间未经证实。",
)
AUTHORITY_GOOD = Text(
    en="The time-stamp authority answers and agrees with the clock.", zh="时间戳机构有应答，且与本机时钟一致。"
)
AUTHORITY_NONE = Text(
    en="No time-stamp authority is set: times in receipts are this node's own statement.",
    zh="未设置时间戳机构：回执中的时间仅为本节点自身的陈述。",
)
AUTHORITY_NONE_DO = Text(
    en="Set COMITY_TIME_AUTHORITIES to an authority that both sides trust.",
    zh="请将 COMITY_TIME_AUTHORITIES 设为双方均信任的时间戳机构。",
)
AUTHORITY_DEMO = Text(
    en="The time-stamp authority that is set is one for demonstrations: no letter is signed and no package is made.",
    zh="所设时间戳机构仅供演示之用：在更换之前，不能签署函件，也不能制作文件包。",
)
AUTHORITY_SILENT = Text(en="The time-stamp authority does not answer.", zh="时间戳机构没有应答。")
AUTHORITY_SILENT_DO = Text(
    en="Check the address in COMITY_TIME_AUTHORITIES and the connection. Work goes on; stamps are made up for later.",
    zh="请检查 COMITY_TIME_AUTHORITIES 中的地址及网络连接。工作可以继续，时间戳将在以后补办。",
)
AUTHORITY_SKEW = Text(
    en="The clock differs from the time-stamp authority by {seconds} seconds.",
    zh="本机时钟与时间戳机构相差 {seconds} 秒。",
)
FONTS_GOOD = Text(en="Letters can be printed in Chinese.", zh="可以用中文打印函件。")
FONTS_MISSING = Text(
    en="There is no font for Chinese: letters in Chinese cannot be printed.", zh="缺少中文字体：无法打印中文函件。"
)
FONTS_MISSING_DO = Text(
    en="Install Noto Sans CJK (Debian: fonts-noto-cjk).", zh="请安装 Noto Sans CJK 字体（Debian：fonts-noto-cjk）。"
)
BACKUP_NEVER = Text(en="No backup was ever made.", zh="从未做过备份。")
BACKUP_OLD = Text(en="The last backup is of {at}.", zh="最近一次备份的时间为 {at}。")
BACKUP_GOOD = BACKUP_OLD
BACKUP_DO = Text(
    en="Run comity backup every night and keep the files on another machine.",
    zh="请每晚运行 comity backup，并将备份文件保存在另一台机器上。",
)
PROOF_NEVER = Text(
    en="No backup was ever proved: nobody knows whether this node can be brought back.",
    zh="从未验证过备份：无从得知本节点能否恢复。",
)
PROOF_OLD = Text(en="A backup was last proved on {at}.", zh="最近一次验证备份的时间为 {at}。")
PROOF_GOOD = PROOF_OLD
PROOF_DO = Text(
    en="Take the recovery paper and run: comity restore BACKUP --identity PAPER --verify",
    zh="请取出恢复纸，并运行：comity restore 备份文件 --identity 恢复密钥 --verify",
)
RESTORE_GOOD = Text(en="No restore is under way.", zh="没有正在进行的恢复。")
RESTORE_OPEN = Text(
    en="This node was restored, and the restore was not finished: its peers have not been told.",
    zh="本节点已恢复，但恢复尚未完成：尚未通知对方节点。",
)
RESTORE_OPEN_DO = Text(
    en="Run in its folder: python -m comity.core.backup.finish",
    zh="请在其文件夹中运行：python -m comity.core.backup.finish",
)
WORKER_GOOD = Text(en="A worker lives: messages are sent and opened.", zh="后台进程正常：文电正在收发。")
WORKER_SILENT = Text(
    en="No worker lives: nothing is sent, opened or reminded of.", zh="没有后台进程：文电不会发送、打开，也不会提醒。"
)
WORKER_DO = Text(en="Start one: comity work", zh="请启动：comity work")
JOBS_GOOD = Text(en="No work was given up.", zh="没有被放弃的任务。")
JOBS_DEAD = Text(en="Work was given up after many attempts: {names}.", zh="多次尝试后放弃的任务：{names}。")
JOBS_DEAD_DO = Text(
    en="See the log for the cause, then revive the work or discard it.",
    zh="请在日志中查明原因，然后恢复或丢弃这些任务。",
)
MAIL_GOOD = Text(en="Notices by e-mail go out.", zh="电子邮件通知发送正常。")
MAIL_NONE = Text(
    en="No mail server is set: nobody is told by e-mail that something waits.",
    zh="未设置邮件服务器：不会以电子邮件告知有待办事项。",
)
MAIL_NONE_DO = Text(
    en="Set COMITY_SMTP_HOST and COMITY_MAIL_FROM. The messages never hold case content.",
    zh="请设置 COMITY_SMTP_HOST 和 COMITY_MAIL_FROM。邮件中绝不含案件内容。",
)
MAIL_FAILS = Text(
    en="The mail server does not take messages: {count} wait ({error}).",
    zh="邮件服务器不接收邮件：{count} 封等待发送（{error}）。",
)
MAIL_SHUT = Text(en="The mail server cannot be reached ({error}).", zh="无法连接邮件服务器（{error}）。")
MAIL_FAILS_DO = Text(
    en="Check COMITY_SMTP_HOST, its port, certificate, name and password. Messages are sent as soon as it answers.",
    zh="请检查 COMITY_SMTP_HOST 以及端口、证书、用户名和密码。服务器恢复后邮件会自动发送。",
)
MAIL_DEAD = Text(
    en="{count} addresses were refused for good: their officers are told of nothing by e-mail.",
    zh="{count} 个地址被永久拒收：有关人员不再收到电子邮件通知。",
)
MAIL_DEAD_DO = Text(
    en="Each of them reads on the home page that the address must be corrected.",
    zh="有关人员会在首页看到需要更正地址的提示。",
)
DISK = Text(en="{gib} GiB are free for files and database.", zh="文件和数据库可用空间为 {gib} GiB。")
DISK_DO = Text(
    en="Make room or move the data folder. A full disk loses nothing, but nothing can be received.",
    zh="请腾出空间或移动数据文件夹。磁盘写满不会丢失内容，但无法再接收。",
)
