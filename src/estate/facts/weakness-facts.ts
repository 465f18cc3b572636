/**
 * Real weaknesses that the sample estate has: id | CVSS 3 base score | vector | published | EPSS | percentile | title.
 * Sources: CVE records with CISA ADP (snapshot 2024-10-24, CC0 and the CVE terms of use); EPSS of 2026-08-22 by FIRST,
 * known for exploited ones only: an empty pair means that this file has no score, and the estate states a stand-in.
 */
export const weaknessFacts = `
CVE-2021-1675|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2021-06-08|0.84814|0.99693|Microsoft Windows Print Spooler Remote Code Execution Vulnerability
CVE-2021-31955|5.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N|2021-06-08|0.81107|0.99603|Microsoft Windows Kernel Information Disclosure Vulnerability
CVE-2021-31956|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2021-06-08|0.20268|0.9727|Microsoft Windows NTFS Privilege Escalation Vulnerability
CVE-2021-34473|9.1|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N|2021-11-03|0.99999|0.99997|Microsoft Exchange Server Remote Code Execution Vulnerability
CVE-2021-34527|8.8|CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2021-07-02|0.99792|0.99957|Microsoft Windows Print Spooler Remote Code Execution Vulnerability
CVE-2021-44228|10.0|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H|2021-12-10|0.99999|1.0|Apache Log4j2 Remote Code Execution Vulnerability
CVE-2022-22047|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2022-07-12|0.17087|0.96836|Microsoft Windows Client Server Runtime Subsystem (CSRSS) Privilege Escalation Vulnerability
CVE-2022-22965|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2022-04-04|0.99677|0.9995|Spring Framework JDK 9+ Remote Code Execution Vulnerability
CVE-2022-30190|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2022-06-14|0.99234|0.99933|Microsoft Windows Support Diagnostic Tool (MSDT) Remote Code Execution Vulnerability
CVE-2022-37969|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2022-09-13|0.28275|0.97968|Microsoft Windows Common Log File System (CLFS) Driver Privilege Escalation Vulnerability
CVE-2022-38028|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2022-10-11|0.14949|0.96441|Microsoft Windows Print Spooler Privilege Escalation Vulnerability
CVE-2022-41040|8.8|CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2022-09-30|0.99956|0.99975|Microsoft Exchange Server Server-Side Request Forgery Vulnerability
CVE-2022-41082|8.0|CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:U/C:H/I:H/A:H|2022-09-30|0.9997|0.99978|Microsoft Exchange Server Remote Code Execution Vulnerability
CVE-2022-44698|5.4|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:L|2022-12-13|0.76267|0.99497|Microsoft Defender SmartScreen Security Feature Bypass Vulnerability
CVE-2023-3519|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2023-07-19|0.99749|0.99955|Citrix NetScaler ADC and NetScaler Gateway Code Injection Vulnerability
CVE-2023-4583|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N|2023-09-11|||Firefox browsing context check
CVE-2023-4585|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2023-09-11|||Firefox memory safety bugs fixed in 117
CVE-2023-4762|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2023-09-05|0.39933|0.98513|Google Chromium V8 Type Confusion Vulnerability
CVE-2023-4911|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2023-11-21|0.81422|0.99609|GNU C Library Buffer Overflow Vulnerability
CVE-2023-4966|9.4|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:L|2023-10-18|0.99999|0.99998|Citrix NetScaler ADC and NetScaler Gateway Buffer Overflow Vulnerability
CVE-2023-6548|5.5|CVSS:3.1/AV:A/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:L|2024-01-17|0.03191|0.87113|Citrix NetScaler ADC and NetScaler Gateway Code Injection Vulnerability
CVE-2023-20273|7.2|CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2023-10-24|0.89634|0.99777|Cisco IOS XE Web UI Command Injection Vulnerability
CVE-2023-21608|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2023-10-10|0.61475|0.99099|Adobe Acrobat and Reader Use-After-Free Vulnerability
CVE-2023-21823|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2023-02-14|0.05563|0.9225|Microsoft Windows Graphic Component Privilege Escalation Vulnerability
CVE-2023-21843|3.7|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:L/A:N|2023-01-17|||Vulnerability in the Oracle Java SE, Oracle GraalVM Enterprise Edition product of Oracle J
CVE-2023-22515|10.0|CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H|2023-10-04|0.99156|0.99931|Atlassian Confluence Data Center and Server Broken Access Control Vulnerability
CVE-2023-22518|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2023-11-07|0.99999|0.99996|Atlassian Confluence Data Center and Server Improper Authorization Vulnerability
CVE-2023-23376|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2023-02-14|0.10853|0.95513|Microsoft Windows Common Log File System (CLFS) Driver Privilege Escalation Vulnerability
CVE-2023-23397|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2023-03-14|0.97408|0.99894|Microsoft Office Outlook Privilege Escalation Vulnerability
CVE-2023-24955|7.2|CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2023-05-09|0.85395|0.99703|Microsoft SharePoint Server Code Injection Vulnerability
CVE-2023-26369|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2023-09-14|0.07036|0.9368|Adobe Acrobat and Reader Out-of-Bounds Write Vulnerability
CVE-2023-27997|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2023-06-13|0.85689|0.99708|Fortinet FortiOS and FortiProxy SSL-VPN Heap-Based Buffer Overflow Vulnerability
CVE-2023-28252|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2023-04-11|0.48973|0.98787|Microsoft Windows Common Log File System (CLFS) Driver Privilege Escalation Vulnerability
CVE-2023-29336|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2023-05-09|0.40919|0.98546|Microsoft Win32K Privilege Escalation Vulnerability
CVE-2023-29360|8.4|CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2023-06-13|0.22133|0.97485|Microsoft Streaming Service Untrusted Pointer Dereference Vulnerability
CVE-2023-34362|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2023-06-02|0.99934|0.9997|Progress MOVEit Transfer SQL Injection Vulnerability
CVE-2023-36033|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2023-11-14|0.11977|0.95799|Microsoft Windows Desktop Window Manager (DWM) Core Library Privilege Escalation Vulnerability
CVE-2023-36036|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2023-11-14|0.1667|0.96775|Microsoft Windows Cloud Files Mini Filter Driver Privilege Escalation Vulnerability
CVE-2023-36424|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2023-11-14|0.12184|0.95842|Microsoft Windows Out-of-Bounds Read Vulnerability
CVE-2023-38831|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2023-08-23|0.97811|0.99902|RARLAB WinRAR Code Execution Vulnerability
CVE-2023-46604|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2023-11-02|0.99723|0.99953|Apache ActiveMQ Deserialization of Untrusted Data Vulnerability
CVE-2024-0397|7.4|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:H|2024-06-17|||Memory race condition in ssl.SSLContext certificate store methods
CVE-2024-0519|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-01-16|0.03802|0.89183|Google Chromium V8 Out-of-Bounds Memory Access Vulnerability
CVE-2024-0744|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-01-23|||Firefox wild pointer in JIT code
CVE-2024-1077|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-01-30|||Use after free in Network in Google Chrome
CVE-2024-1086|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-01-31|0.28058|0.97955|Linux Kernel Use-After-Free Vulnerability
CVE-2024-1553|8.1|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-02-20|||Firefox memory safety bugs fixed in 123
CVE-2024-1672|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-02-21|||Inappropriate implementation in Content Security Policy in Google Chrome
CVE-2024-2609|6.1|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N|2024-03-19|||Firefox permission prompt delay expires out of focus
CVE-2024-2615|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-03-19|||Firefox memory safety bugs fixed in 124
CVE-2024-2627|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-03-20|||Use after free in Canvas in Google Chrome
CVE-2024-2886|7.5|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-03-26|||Use after free in WebCodecs in Google Chrome
CVE-2024-3170|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-07-16|||Use after free in WebRTC in Google Chrome
CVE-2024-3400|10.0|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H|2024-04-12|0.99999|1.0|Palo Alto Networks PAN-OS Command Injection Vulnerability
CVE-2024-3516|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-10|||Heap buffer overflow in ANGLE in Google Chrome
CVE-2024-3837|5.9|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N|2024-04-17|||Use after free in QUIC in Google Chrome
CVE-2024-3844|4.3|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:N|2024-04-17|||Inappropriate implementation in Extensions in Google Chrome
CVE-2024-3847|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-04-17|||Insufficient policy enforcement in WebUI in Google Chrome
CVE-2024-3857|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-04-16|||Firefox use after free through wrong JIT code
CVE-2024-4032|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N|2024-06-17|||Incorrect IPv4 and IPv6 private ranges
CVE-2024-4577|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-06-09|0.99987|0.99984|PHP-CGI OS Command Injection Vulnerability
CVE-2024-4671|9.6|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H|2024-05-09|0.08348|0.94513|Google Chromium Visuals Use-After-Free Vulnerability
CVE-2024-4761|7.5|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-14|0.11007|0.95556|Google Chromium V8 Out-of-Bounds Memory Write Vulnerability
CVE-2024-4764|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-05-14|||Firefox use after free in WebRTC audio
CVE-2024-4770|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-14|||Firefox use after free when saving a page to PDF
CVE-2024-4776|8.2|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:N/I:L/A:H|2024-05-14|||Firefox window stays blocked after a full-screen file dialog
CVE-2024-4947|9.6|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H|2024-05-15|0.15236|0.96494|Google Chromium V8 Type Confusion Vulnerability
CVE-2024-5158|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-22|||Type Confusion in V8 in Google Chrome
CVE-2024-5274|8.3|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:H/A:H|2024-05-28|0.07472|0.9399|Google Chromium V8 Type Confusion Vulnerability
CVE-2024-5458|5.3|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N|2024-06-09|||Filter bypass in filter_var (FILTER_VALIDATE_URL)
CVE-2024-5496|7.5|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-30|||Use after free in Media Session in Google Chrome
CVE-2024-5535|9.1|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H|2024-06-27|||SSL_select_next_proto buffer overread
CVE-2024-5585|7.7|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:L|2024-06-09|||PHP command injection through proc_open on Windows
CVE-2024-5687|5.3|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N|2024-06-11|||Firefox wrong principal when opening tabs
CVE-2024-5693|6.1|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N|2024-06-11|||Offscreen Canvas did not properly track cross-origin tainting, which could be used to acce
CVE-2024-5699|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-06-11|||Firefox ignores cookie prefixes in other letter case
CVE-2024-5832|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-06-11|||Use after free in Dawn in Google Chrome
CVE-2024-5838|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-06-11|||Type Confusion in V8 in Google Chrome
CVE-2024-5844|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-06-11|||Heap buffer overflow in Tab Strip in Google Chrome
CVE-2024-6102|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-06-19|||Out of bounds memory access in Dawn in Google Chrome
CVE-2024-6387|8.1|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-07-01|||OpenSSH signal handler race condition in sshd
CVE-2024-6472|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-05|||Ability to trust not validated macro signatures removed in high security mode
CVE-2024-6775|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-07-16|||Use after free in Media Stream in Google Chrome
CVE-2024-6923|5.5|CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:U/C:L/I:L/A:L|2024-08-01|||Email header injection due to unquoted newlines
CVE-2024-7003|4.3|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:N|2024-08-06|||Inappropriate implementation in FedCM in Google Chrome
CVE-2024-7018|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-09-23|||Heap buffer overflow in PDF in Google Chrome
CVE-2024-7348|8.8|CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-08-08|||PostgreSQL relation replacement during pg_dump executes arbitrary SQL
CVE-2024-7529|8.1|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:N|2024-08-06|||Firefox date picker can hide security prompts
CVE-2024-7535|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-06|||Inappropriate implementation in V8 in Google Chrome
CVE-2024-7592|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-08-19|||Quadratic complexity parsing cookies with backslashes
CVE-2024-7725|7.8|CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-21|||Foxit PDF Reader AcroForm Use-After-Free Remote Code Execution Vulnerability
CVE-2024-7965|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-21|0.18528|0.97023|Google Chromium V8 Inappropriate Implementation Vulnerability
CVE-2024-7968|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-21|||Use after free in Autofill in Google Chrome
CVE-2024-7971|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-21|0.20713|0.97342|Google Chromium V8 Type Confusion Vulnerability
CVE-2024-8096|6.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N|2024-09-11|||OCSP stapling bypass with GnuTLS
CVE-2024-8194|7.5|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-28|||Type Confusion in V8 in Google Chrome
CVE-2024-8381|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-09-03|||Firefox type confusion in a with block
CVE-2024-8387|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-09-03|||Firefox memory safety bugs fixed in 130
CVE-2024-8636|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-09-11|||Heap buffer overflow in Skia in Google Chrome
CVE-2024-8927|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N|2024-10-08|||cgi.force_redirect configuration is bypassable due to the environment variable collision
CVE-2024-9026|3.3|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:L/A:N|2024-10-08|||PHP-FPM logs from children may be altered
CVE-2024-9120|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-09-24|||Use after free in Dawn in Google Chrome
CVE-2024-9392|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-10-01|||Firefox cross-origin page load by a compromised process
CVE-2024-9680|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-10-09|0.23184|0.97593|Mozilla Firefox Use-After-Free Vulnerability
CVE-2024-20308|8.6|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:H|2024-03-27|||Cisco IOS XE IKEv1 fragmentation denial of service
CVE-2024-20314|8.6|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:H|2024-03-27|||Cisco IOS XE SD-Access fabric edge denial of service
CVE-2024-20659|7.1|CVSS:3.1/AV:A/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-10-08|||Windows Hyper-V Security Feature Bypass Vulnerability
CVE-2024-20669|6.7|CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2024-04-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-20700|7.5|CVSS:3.1/AV:A/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-01-09|||Windows Hyper-V Remote Code Execution Vulnerability
CVE-2024-20727|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-02-15|||[TianfuCup] out-of-bounds access vulnerability when parsing jpeg2000
CVE-2024-20734|5.5|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:N|2024-02-15|||ZDI-CAN-22516: Adobe Acrobat Pro DC AcroForm Use-After-Free Information Disclosure Vulnerability
CVE-2024-20765|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-02-29|||ZDI-CAN-22674: Adobe Acrobat Reader DC PDF File Parsing Use-After-Free Remote Code Execution Vulnerability
CVE-2024-20923|3.1|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N|2024-02-17|||Vulnerability in the Oracle Java SE, Oracle GraalVM Enterprise Edition product of Oracle J
CVE-2024-21005|3.1|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:N/I:L/A:N|2024-04-16|||Vulnerability in the Oracle Java SE, Oracle GraalVM Enterprise Edition product of Oracle J
CVE-2024-21011|3.7|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L|2024-04-16|||Vulnerability in the Oracle Java SE, Oracle GraalVM for JDK, Oracle GraalVM Enterprise Edi
CVE-2024-21138|3.7|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L|2024-07-16|||Vulnerability in the Oracle Java SE, Oracle GraalVM for JDK, Oracle GraalVM Enterprise Edi
CVE-2024-21144|3.7|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L|2024-07-16|||Vulnerability in the Oracle Java SE, Oracle GraalVM Enterprise Edition product of Oracle J
CVE-2024-21338|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-02-13|0.5981|0.99059|Microsoft Windows Kernel Exposed IOCTL with Insufficient Access Control Vulnerability
CVE-2024-21343|5.9|CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-02-13|||Windows Network Address Translation (NAT) Denial of Service Vulnerability
CVE-2024-21356|6.5|CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H|2024-02-13|||Windows Lightweight Directory Access Protocol (LDAP) Denial of Service Vulnerability
CVE-2024-21366|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-02-13|||Microsoft WDAC OLE DB provider for SQL Server Remote Code Execution Vulnerability
CVE-2024-21378|8.8|CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-02-13|||Microsoft Outlook Remote Code Execution Vulnerability
CVE-2024-21410|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-02-13|0.12661|0.95942|Microsoft Exchange Server Privilege Escalation Vulnerability
CVE-2024-21412|8.1|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:N|2024-02-13|0.95443|0.99863|Microsoft Windows Internet Shortcut Files Security Feature Bypass Vulnerability
CVE-2024-21413|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-02-13|0.9466|0.99851|Microsoft Outlook Improper Input Validation Vulnerability
CVE-2024-21420|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-02-13|||Microsoft WDAC OLE DB provider for SQL Server Remote Code Execution Vulnerability
CVE-2024-21427|7.5|CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-03-12|||Windows Kerberos Security Feature Bypass Vulnerability
CVE-2024-21433|7.0|CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-03-12|||Windows Print Spooler Elevation of Privilege Vulnerability
CVE-2024-21439|7.0|CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-03-12|||Windows Telephony Server Elevation of Privilege Vulnerability
CVE-2024-21445|7.0|CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-03-12|||Windows USB Print Driver Elevation of Privilege Vulnerability
CVE-2024-21451|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-03-12|||Microsoft ODBC Driver Remote Code Execution Vulnerability
CVE-2024-21677|8.3|CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:H/A:H|2024-03-19|||Confluence path traversal
CVE-2024-21762|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-02-09|0.84285|0.99678|Fortinet FortiOS Out-of-Bound Write Vulnerability
CVE-2024-22018|2.9|CVSS:3.0/AV:L/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N|2024-07-10|||Node.js permission model bypass
CVE-2024-22025|6.5|CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H|2024-03-19|||Node.js denial of service through fetch
CVE-2024-23111|6.8|CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:H|2024-06-11|||FortiOS cross-site scripting
CVE-2024-23113|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-02-15|0.61725|0.99104|Fortinet Multiple Products Format String Vulnerability
CVE-2024-23897|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-01-24|0.99999|0.99995|Jenkins Command Line Interface (CLI) Path Traversal Vulnerability
CVE-2024-25648|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-30|||Foxit Reader use after free
CVE-2024-26162|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-03-12|||Microsoft ODBC Driver Remote Code Execution Vulnerability
CVE-2024-26168|6.8|CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-04-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-26169|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-03-12|0.04014|0.89765|Microsoft Windows Error Reporting Service Improper Privilege Management Vulnerability
CVE-2024-26175|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-04-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-26181|5.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H|2024-03-12|||Windows Kernel Denial of Service Vulnerability
CVE-2024-26194|7.4|CVSS:3.1/AV:L/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-04-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-26200|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-09|||Windows Routing and Remote Access Service (RRAS) Remote Code Execution Vulnerability
CVE-2024-26207|5.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N|2024-04-09|||Windows Remote Access Connection Manager Information Disclosure Vulnerability
CVE-2024-26219|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-04-09|||HTTP.sys Denial of Service Vulnerability
CVE-2024-26226|6.5|CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N|2024-04-09|||Windows Distributed File System (DFS) Information Disclosure Vulnerability
CVE-2024-26232|7.3|CVSS:3.1/AV:L/AC:L/PR:L/UI:R/S:U/C:H/I:H/A:H|2024-04-09|||Microsoft Message Queuing (MSMQ) Remote Code Execution Vulnerability
CVE-2024-26238|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-05-14|||Microsoft PLUGScheduler Scheduled Task Elevation of Privilege Vulnerability
CVE-2024-26244|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-09|||Microsoft WDAC OLE DB provider for SQL Server Remote Code Execution Vulnerability
CVE-2024-26251|6.8|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:N|2024-04-09|||Microsoft SharePoint Server Spoofing Vulnerability
CVE-2024-26257|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-09|||Microsoft Excel Remote Code Execution Vulnerability
CVE-2024-28897|6.8|CVSS:3.1/AV:A/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2024-04-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-28903|6.7|CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2024-04-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-28922|4.1|CVSS:3.1/AV:P/AC:L/PR:L/UI:R/S:U/C:N/I:H/A:N|2024-04-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-29062|7.1|CVSS:3.1/AV:A/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-29850|8.8|CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-22|||Veeam Backup Enterprise Manager allows account takeover via NTLM relay.
CVE-2024-29943|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-03-22|||Firefox out-of-bounds access through range analysis
CVE-2024-29988|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-09|0.45151|0.98685|Microsoft SmartScreen Prompt Security Feature Bypass Vulnerability
CVE-2024-29991|5.0|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:L|2024-04-19|||Microsoft Edge (Chromium-based) Security Feature Bypass Vulnerability
CVE-2024-29997|6.8|CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-05-14|||Windows Mobile Broadband Driver Remote Code Execution Vulnerability
CVE-2024-30000|6.8|CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-05-14|||Windows Mobile Broadband Driver Remote Code Execution Vulnerability
CVE-2024-30006|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-14|||Microsoft WDAC OLE DB provider for SQL Server Remote Code Execution Vulnerability
CVE-2024-30012|6.8|CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-05-14|||Windows Mobile Broadband Driver Remote Code Execution Vulnerability
CVE-2024-30018|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-05-14|||Windows Kernel Elevation of Privilege Vulnerability
CVE-2024-30024|7.5|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-14|||Windows Routing and Remote Access Service (RRAS) Remote Code Execution Vulnerability
CVE-2024-30031|7.8|CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:H|2024-05-14|||Windows CNG Key Isolation Service Elevation of Privilege Vulnerability
CVE-2024-30037|5.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H|2024-05-14|||Windows Common Log File System Driver Elevation of Privilege Vulnerability
CVE-2024-30040|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-14|0.03939|0.89578|Microsoft Windows MSHTML Platform Security Feature Bypass Vulnerability
CVE-2024-30044|7.2|CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2024-05-14|||Microsoft SharePoint Server Remote Code Execution Vulnerability
CVE-2024-30050|5.4|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:L|2024-05-14|||Windows Mark of the Web Security Feature Bypass Vulnerability
CVE-2024-30063|6.7|CVSS:3.1/AV:A/AC:L/PR:L/UI:R/S:U/C:H/I:H/A:N|2024-06-11|||Windows Distributed File System (DFS) Remote Code Execution Vulnerability
CVE-2024-30069|4.7|CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N|2024-06-11|||Windows Remote Access Connection Manager Information Disclosure Vulnerability
CVE-2024-30081|7.1|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:N|2024-07-09|||Windows NTLM Spoofing Vulnerability
CVE-2024-30087|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-06-11|||Win32k Elevation of Privilege Vulnerability
CVE-2024-30094|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-06-11|||Windows Routing and Remote Access Service (RRAS) Remote Code Execution Vulnerability
CVE-2024-30100|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-06-11|||Microsoft SharePoint Server Remote Code Execution Vulnerability
CVE-2024-30301|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-02|||ZDI-CAN-23042: Adobe Acrobat Reader DC AcroForm Use-After-Free Remote Code Execution Vulnerability
CVE-2024-30326|7.8|CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-03|||Foxit PDF Reader Doc Object Use-After-Free Remote Code Execution Vulnerability
CVE-2024-30332|7.8|CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-03|||Foxit PDF Reader Doc Object Use-After-Free Remote Code Execution Vulnerability
CVE-2024-30338|7.8|CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-02|||Foxit PDF Reader Doc Object Use-After-Free Remote Code Execution Vulnerability
CVE-2024-30344|7.8|CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-02|||Foxit PDF Reader AcroForm Use-After-Free Remote Code Execution Vulnerability
CVE-2024-30350|3.3|CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:L/I:N/A:N|2024-04-02|||Foxit PDF Reader Annotation Out-Of-Bounds Read Information Disclosure Vulnerability
CVE-2024-30362|7.8|CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-04-02|||Foxit PDF Reader PDF File Parsing Use-After-Free Remote Code Execution Vulnerability
CVE-2024-33602|8.6|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L|2024-05-06|||nscd: netgroup cache assumes NSS callback uses in-buffer strings
CVE-2024-34097|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-05-15|||ZDI-CAN-23473: Adobe Acrobat Reader DC Annotation Use-After-Free Remote Code Execution Vulnerability
CVE-2024-34750|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-07-03|||Apache Tomcat: HTTP/2 excess header handling DoS
CVE-2024-35250|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-06-11|0.25222|0.97769|Microsoft Windows Kernel-Mode Driver Untrusted Pointer Dereference Vulnerability
CVE-2024-37970|8.0|CVSS:3.1/AV:A/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-07-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-37976|6.7|CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2024-10-08|||Windows Resume Extensible Firmware Interface Security Feature Bypass Vulnerability
CVE-2024-37982|6.7|CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2024-10-08|||Windows Resume Extensible Firmware Interface Security Feature Bypass Vulnerability
CVE-2024-37988|8.0|CVSS:3.1/AV:A/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-07-09|||Secure Boot Security Feature Bypass Vulnerability
CVE-2024-38014|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-09-10|0.06263|0.93018|Microsoft Windows Installer Improper Privilege Management Vulnerability
CVE-2024-38017|5.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N|2024-07-09|||Microsoft Message Queuing Information Disclosure Vulnerability
CVE-2024-38023|7.2|CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2024-07-09|||Microsoft SharePoint Server Remote Code Execution Vulnerability
CVE-2024-38030|6.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:N|2024-07-09|||Windows Themes Spoofing Vulnerability
CVE-2024-38044|7.2|CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2024-07-09|||DHCP Server Service Remote Code Execution Vulnerability
CVE-2024-38050|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-07-09|||Windows Workstation Service Elevation of Privilege Vulnerability
CVE-2024-38056|5.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N|2024-07-09|||Microsoft Windows Codecs Library Information Disclosure Vulnerability
CVE-2024-38062|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-07-09|||Windows Kernel-Mode Driver Elevation of Privilege Vulnerability
CVE-2024-38068|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-07-09|||Windows Online Certificate Status Protocol (OCSP) Server Denial of Service Vulnerability
CVE-2024-38074|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-07-09|||Windows Remote Desktop Licensing Service Remote Code Execution Vulnerability
CVE-2024-38080|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-07-09|0.07115|0.93744|Microsoft Windows Hyper-V Privilege Escalation Vulnerability
CVE-2024-38082|4.7|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:N/I:L/A:N|2024-06-20|||Microsoft Edge (Chromium-based) Spoofing Vulnerability
CVE-2024-38088|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-07-09|||SQL Server Native Client OLE DB Provider Remote Code Execution Vulnerability
CVE-2024-38094|7.2|CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H|2024-07-09|0.50892|0.98839|Microsoft SharePoint Deserialization Vulnerability
CVE-2024-38103|5.9|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:L/A:N|2024-07-25|||Microsoft Edge (Chromium-based) Information Disclosure Vulnerability
CVE-2024-38112|7.5|CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-07-09|0.84225|0.99677|Microsoft Windows MSHTML Platform Spoofing Vulnerability
CVE-2024-38115|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-13|||Windows IP Routing Management Snapin Remote Code Execution Vulnerability
CVE-2024-38121|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-13|||Windows Routing and Remote Access Service (RRAS) Remote Code Execution Vulnerability
CVE-2024-38127|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-08-13|||Windows Hyper-V Elevation of Privilege Vulnerability
CVE-2024-38133|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-08-13|||Windows Kernel Elevation of Privilege Vulnerability
CVE-2024-38145|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-08-13|||Windows Layer-2 Bridge Network Driver Denial of Service Vulnerability
CVE-2024-38151|5.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N|2024-08-13|||Windows Kernel Information Disclosure Vulnerability
CVE-2024-38163|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-08-13|||Windows Update Stack Elevation of Privilege Vulnerability
CVE-2024-38169|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-13|||Microsoft Office Visio Remote Code Execution Vulnerability
CVE-2024-38184|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-08-13|||Windows Kernel-Mode Driver Elevation of Privilege Vulnerability
CVE-2024-38189|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-08-13|0.08194|0.94431|Microsoft Project Remote Code Execution Vulnerability
CVE-2024-38191|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-08-13|||Kernel Streaming Service Driver Elevation of Privilege Vulnerability
CVE-2024-38193|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-08-13|0.27358|0.97905|Microsoft Windows Ancillary Function Driver for WinSock Privilege Escalation Vulnerability
CVE-2024-38199|9.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-08-13|||Windows Line Printer Daemon (LPD) Service Remote Code Execution Vulnerability
CVE-2024-38207|6.3|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:L|2024-08-23|||Microsoft Edge (HTML-based) Memory Corruption Vulnerability
CVE-2024-38213|6.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:N|2024-08-13|0.13626|0.96179|Microsoft Windows SmartScreen Security Feature Bypass Vulnerability
CVE-2024-38214|6.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:N|2024-08-13|||Windows Routing and Remote Access Service (RRAS) Information Disclosure Vulnerability
CVE-2024-38221|4.3|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:N|2024-09-19|||Microsoft Edge (Chromium-based) Spoofing Vulnerability
CVE-2024-38226|7.3|CVSS:3.1/AV:L/AC:L/PR:L/UI:R/S:U/C:H/I:H/A:H|2024-09-10|0.02667|0.84577|Microsoft Publisher Protection Mechanism Failure Vulnerability
CVE-2024-38235|6.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:C/C:N/I:N/A:H|2024-09-10|||Windows Hyper-V Denial of Service Vulnerability
CVE-2024-38241|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-09-10|||Kernel Streaming Service Driver Elevation of Privilege Vulnerability
CVE-2024-38247|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-09-10|||Windows Graphics Component Elevation of Privilege Vulnerability
CVE-2024-38254|5.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N|2024-09-10|||Windows Authentication Information Disclosure Vulnerability
CVE-2024-38261|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-10-08|||Windows Routing and Remote Access Service (RRAS) Remote Code Execution Vulnerability
CVE-2024-38475|9.1|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N|2024-07-01|0.99957|0.99975|Apache HTTP Server Improper Escaping of Output Vulnerability
CVE-2024-40710|8.8|CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-09-07|||Veeam Backup & Replication remote code execution by a low-privileged user
CVE-2024-40711|9.8|CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H|2024-09-07|0.90369|0.9979|Veeam Backup and Replication Deserialization Vulnerability
CVE-2024-41869|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-09-13|||Acrobat Reader / Use After Free (CWE-416)
CVE-2024-43458|7.7|CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:N/A:N|2024-09-10|||Windows Networking Information Disclosure Vulnerability
CVE-2024-43461|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-09-10|0.54486|0.98934|Microsoft Windows MSHTML Platform Spoofing Vulnerability
CVE-2024-43467|7.5|CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-09-10|||Windows Remote Desktop Licensing Service Remote Code Execution Vulnerability
CVE-2024-43501|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-10-08|||Windows Common Log File System Driver Elevation of Privilege Vulnerability
CVE-2024-43508|5.5|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N|2024-10-08|||Windows Graphics Component Information Disclosure Vulnerability
CVE-2024-43515|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-10-08|||Internet Small Computer Systems Interface (iSCSI) Denial of Service Vulnerability
CVE-2024-43521|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-10-08|||Windows Hyper-V Denial of Service Vulnerability
CVE-2024-43535|7.0|CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-10-08|||Windows Kernel-Mode Driver Elevation of Privilege Vulnerability
CVE-2024-43542|6.5|CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-10-08|||Windows Mobile Broadband Driver Denial of Service Vulnerability
CVE-2024-43549|8.8|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-10-08|||Windows Routing and Remote Access Service (RRAS) Remote Code Execution Vulnerability
CVE-2024-43555|6.5|CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-10-08|||Windows Mobile Broadband Driver Denial of Service Vulnerability
CVE-2024-43561|6.5|CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-10-08|||Windows Mobile Broadband Driver Denial of Service Vulnerability
CVE-2024-43567|7.5|CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H|2024-10-08|||Windows Hyper-V Denial of Service Vulnerability
CVE-2024-43572|7.8|CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H|2024-10-08|0.66926|0.99238|Microsoft Windows Management Console Remote Code Execution Vulnerability
CVE-2024-43577|4.3|CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:L/A:N|2024-10-18|||Microsoft Edge (Chromium-based) Spoofing Vulnerability
CVE-2024-43583|7.8|CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H|2024-10-08|||Winlogon Elevation of Privilege Vulnerability
CVE-2025-0411|7.0|CVSS:3.0/AV:L/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H|2025-01-25|0.67071|0.99242|7-Zip Mark of the Web Bypass Vulnerability
`;
