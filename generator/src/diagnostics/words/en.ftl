# What `deskmark` says about the content, a sentence each. Said to an author: what is wrong, then what to do.

verbatim = { $text }
error = error
warning = warning
note = note
help = help
and = { $a } and { $b }
nothing = nothing
quoted = `{ $text }`
did-you-mean = did you mean `{ $near }`?

## Files
unreadable = cannot be read: { $reason }
unreadable-help = see that the file is still there and may be read by you
too-large = a text file of { $megabytes } MB is not read
too-large-help = split it, or offer it as a download from `assets/`
utf-16 = the file is UTF-16, not UTF-8
not-utf-8 = byte 0x{ $byte } is not UTF-8
not-utf-8-help = save the file with the encoding UTF-8
file-name-not-unicode = a file name is not valid Unicode
file-name-help = rename it with letters that Unicode has
file-name-not-an-id = the file name `{ $name }` is not an id
id-help = use lower-case letters a-z, digits and hyphens (at most 64), starting with a letter or digit
link-out = a symbolic link leads out of the content folder and is left out
link-out-help = copy what it leads to into the folder
link-loop = a symbolic link leads back to a folder it lies in and is left out
link-loop-help = remove the link
uneven = the file has { $what }
uneven-mark = a byte order mark
uneven-line-ends = line ends with a carriage return (CRLF)
uneven-letters = letters put together from pieces (not NFC)
uneven-help = `deskmark check --fix` rewrites it without, and changes nothing else

## Front matter
front-matter-open = the front matter is not closed
front-matter-open-label = opened here
front-matter-open-help = end it with a line `{ $fence }`
front-matter-syntax = the front matter is not { $format }: { $reason }
parser-says = { $reason }
toml-unquoted = a text without quotes
toml-unquoted-help = put it between quotes: `"…"`
toml-duplicate = the key is there twice
toml-duplicate-help = keep one of them
toml-no-value = a key without a value
toml-no-value-help = write it as `key = value`
toml-comma = a comma is missing
toml-comma-help = put a comma between one item and the next
toml-unclosed = a bracket is opened and not closed
toml-unclosed-help = every `[` needs its `]`, every `{"{"}` its `{"}"}`
toml-open-text = a text is not closed
toml-open-text-help = end it with the quote it starts with; a quote inside is written `\"`
toml-day = a day no calendar has
toml-day-help = write it like 2026-11-22
toml-boolean = neither true nor false
toml-boolean-help = write `true` or `false`; a text goes between quotes
yaml-colon-help = a value with a colon in it goes between quotes: `title: "Wifi: first steps"`
unknown-key = `{ $key }` is not a key of an article
unknown-key-label = not known
unknown-key-help = keys of your own go under `[extra]`
unknown-kind = `{ $name }` is not a kind of article
unknown-kind-help = kinds are { $kinds }
wrong-value = `{ $key }` takes { $takes }, not { $given }
not-an-id = `{ $value }` is not an id
not-a-calling-code = `{ $value }` is not a country's calling code
not-a-calling-code-help = write it with its plus, like "+84"
no-calling-code = text messages go to no country
no-calling-code-help = list the calling code of at least one, like "+84"; or leave [sms] out: then nobody is asked for a number
not-for-requesters = `{ $value }` is not told to requesters or followers
not-for-requesters-help = name the desk's people: "handler" (whoever works on it), "expert", "lead", "admin" or "director"
wrong-type = here goes { $takes }, not { $given }
unknown-name = `{ $name }` is not known here
known-names = known are { $names }
not-working-time = `{ $value }` is not a length of working time
not-working-time-help = write it like "30m", "4h", "0.5d" or "1d 4h" (at most 400 days)
not-hours = `{ $value }` are not opening hours
not-hours-help = write them like "07:30-11:30": 24-hour clock, start before end, or past midnight
not-a-zone = `{ $value }` is not a time zone
not-a-zone-help = write a name like "Asia/Ho_Chi_Minh"
not-a-weekday = `{ $value }` is not a weekday
not-a-weekday-help = write "monday" … "sunday"
not-a-tag = `{ $value }` is not a language tag
not-a-tag-help = write two or three letters, like `vi`, `fa` or `en`
is-text = a text
is-integer = a whole number
is-number = a number
is-boolean = true or false
is-list = a list
is-table = a table
is-nothing = nothing
takes-text = a text
takes-list = a list of texts
takes-texts = a list
takes-minutes = a whole number of minutes from 1
takes-integer = a whole number
takes-boolean = true or false
takes-day = a day like 2026-11-22
takes-verified = {"{"} by = "…", on = 2026-11-22, with = "…" {"}"}
takes-table = a table
takes-control = {"{"} code = "…", issue = 1, effective = 2026-11-22, owner = "…" {"}"}
takes-revisions = a list of {"{"} issue = 1, date = 2026-11-22, change = "…" {"}"}
takes-period = a period like "90d", "6m" or "1y"
missing-inside = `{ $table }` lacks `{ $key }`
missing-inside-help = add `{ $key } = …` to it
unknown-inside = `{ $table }` has no key `{ $key }`
no-such-day = `{ $key }` is { $day }, a day no calendar has
no-such-day-help = write the day that is meant, like 2026-11-22
never-published = the article expires on { $to } and is published on { $from }, so nobody ever reads it
never-published-help = `expires_on` is the first day it is gone: make it later than `publish_on`
future-day = `{ $key }` is { $day }, and today is { $today }
future-day-help = an article that waits for its day says so with `publish_on`
no-title = the article has no title
no-title-help = add `title = "…"` to its front matter
no-control = the procedure has no document control
no-control-help = add `control = {"{"} code = "…", issue = "1", effective = 2026-11-22, owner = "…" {"}"}` to its front matter

## Addresses
same-address = this article would have the same address as { $owner }: `{ $url }`
same-address-help = rename one of them; until then it is at `{ $url }`
owner-section = a section
owner-stand-in = a page standing in for a translation
owner-alias = another alias
id-taken = the id `{ $id }` belongs to { $owner } already
id-taken-help = give one of them another id
alias-not-a-path = the alias `{ $alias }` is not a path
alias-taken = the alias `{ $alias }` is the address of { $owner }
alias-help = an alias is a path nothing is at any more, like `/vi/old-name/`: take it out, or write it so
reserved = `{ $name }` is an address of the portal itself
reserved-help = rename it; until then it is at `{ $name }-1`
reserved-language = `/{ $lang }/` is an address of the portal itself and cannot be a language's
reserved-language-help = write `{ $lang }-mm`, say
address-gone = nothing is at `{ $path }` any more
address-gone-help = add it to the `aliases` of the article that replaces it: `aliases = ["{ $path }"]`
anchor-gone = `{ $path }` has no anchor `#{ $anchor }` any more
anchor-gone-help = give the heading that replaces it the id it had: `## … {"{"}#{ $anchor }{"}"}`
step-gone-help = links to it now open the page at its top: see whether other texts still speak of it
forget-help = or, if nobody needs it any more, `deskmark lock --forget { $name }`
lock-line = a line here starts with an address, like `/vi/wifi/`
lock-line-help = put the line back as it was, or delete it

## Translations
translation-differs = `{ $key }` is { $own } here and { $theirs } in the original
translation-differs-help = say the same as { $original }: readers of both languages need the same
translation-untied = the article has no `id`, but { $other } at the same place has one
translation-untied-help = if they translate each other, add `id = "{ $id }"`; else rename one of the files
drift-changed = this block has changed since { $translation } was translated
drift-new = this block is new since { $translation } was translated
drift-help = translate the block, then run `deskmark translated { $translation }`
drift-gone = a block at `#{ $anchor }` is gone from { $original } since this was translated
drift-gone-top = a block at the top is gone from { $original } since this was translated
drift-gone-help = take it out here too, then run `deskmark translated { $translation }`
unrecorded = nothing is recorded of what { $count } of { $all } translations were made from
unrecorded-help = once a translation says what its original says, run `deskmark translated { $files }`
translations-line = this line is neither a translation, nor its original, nor a block
translations-line-help = after a merge, keep the sections of both sides; or run `deskmark translated --all` when every translation is up to date

## Links and HTML
link-nowhere = the link `{ $written }` leads nowhere: { $why }
link-help = write the path from this file to that one, like `../network/vpn.md`, or take the link out
link-unpublished = the link `{ $written }` leads to a page readers do not have: { $why }
link-unpublished-help = publish that article, or take the link out until it is published
no-alt = the picture has no description
no-alt-help = say between the brackets what it shows: `![The router with its reset button](…)`
no-alt-decoration = if it says nothing the text does not say, write `<img src="…" alt="">`
orphan = nothing uses `{ $path }`
orphan-help = link to it from an article, or delete it
file-missing = `{ $written }` is missing: { $why }
file-missing-help = put the file there, or mend its path; it counts from this file
no-such-file = there is no such file
no-such-id = no article has the id `{ $id }`
leaves-folder = it leads out of the content folder
article-draft = the article is a draft
article-not-yet = the article is not published yet
article-expired = the article has expired
external-dead = nobody answers at `{ $written }`: { $why }
external-dead-help = link to where it is now, or take the link out
external-status = the site says { $status }
external-unreachable = { $reason }
no-heading = there is no heading `#{ $anchor }`
no-heading-help = link to the page alone, or give the heading that is meant this id: `## … {"{"}#…{"}"}`
unsafe-scheme = links may not use `{ $scheme }:`
unsafe-scheme-help = link to an `https:` address, or take the link out
unsafe-html = { $what } is not allowed in an article
unsafe-html-help = take it out; to show it as an example, put it between backquotes
html-element = `<{ $name }>`
html-attribute = the attribute `{ $name }`
unknown-tag = `<{ $name }>` is not an HTML element; it is shown as text
unknown-tag-help = if it is an example, write `<{ $name }>` between backquotes
too-deep = lists or quotations are nested more than 100 deep; what lies deeper is left out
too-deep-help = flatten the list, or start a new one

## Upkeep
review-due = the review of this article was due on { $due }
review-due-help = read it, mend what has changed, and write `verified = {"{"} by = "…", on = { $today } {"}"}`
clash-synonym = `{ $word }` is a synonym of { $owner } already
clash-answer = `{ $word }` is answered by { $owner } already
clash-help = leave it to the article that helps more, or write here what only this one is about
clash-term = `{ $word }` is explained on line { $line } already
clash-term-help = explain it once; its other names go on the same line, separated by commas
heavy-picture = the picture `{ $path }` weighs { $kilobytes } KB
heavy-picture-help = save it smaller than { $limit } KB: at most 1600 pixels wide, as WebP, or as SVG when it is a drawing
heavy-page = the page weighs { $size } MB with its pictures
heavy-page-help = bring it under { $limit } MB; the heaviest are { $heaviest }
heavy-text-help = split the article
outranked = search does not show this article among the first three for `{ $query }`
outranked-help = first come { $titles }; say the words of the query in this article's title, synonyms or headings, or drop the query from `answers`
outranked-by-none-help = search finds nothing for it: say its words in this article's title, synonyms or text
ranker-failed = the search script of the theme does not run: { $error }
ranker-failed-help = mend the script of that name in `theme/scripts/`, or delete it to have the theme's own back

## Configuration
config-unknown-key = `{ $key }` is not a key here
config-known-keys = known keys: { $keys }
config-missing-key = `{ $key }` is missing
config-missing-key-help = add a line `{ $key } = …`
reply-front-matter = a canned reply starts with front matter in TOML
reply-front-matter-help = write `title` and `lang` between two lines `+++`
reply-variable = `{ $name }` is nothing that a canned reply can have filled in
reply-variable-help = between the braces may stand { $known }; leave the rest to whoever inserts the reply
no-languages = `languages` names no language
language-twice = `{ $lang }` is listed twice
language-twice-help = name it once
base-url = `{ $url }` is not the address of a site
base-url-help = write it like "https://help.example.org", without a path
popular = `popular` names the article `{ $id }`, and no article has that id
popular-help = `popular` takes the `id` of articles, as their front matter has it
strange-folder = `{ $folder }/` is not one of the portal's languages; its articles are left out
strange-folder-help = add "{ $folder }" to `languages` in portal.toml, or move the articles
no-such-desk = there is no desk `{ $name }`
no-such-desk-help = a desk is a file `desks/{ $name }.toml`
no-such-calendar = there is no calendar `{ $name }`
no-such-calendar-help = a calendar is a file `calendars/{ $name }.toml`
no-such-procedure = no article has the id `{ $id }`
no-such-procedure-help = `procedure` names the article that tells how such a request goes: give that article `id = "{ $id }"`
no-such-request = there is no request type `{ $name }`
no-such-request-help = a request type is a file `requests/{ $name }.toml`
not-a-language = `{ $lang }` is not a language of the portal
not-a-language-help = the portal has { $languages }
not-an-email = `{ $email }` is not an e-mail address
not-an-email-help = write it like name@example.org
nobody-to-tell = the escalation goes to a `{ $role }`, and the desk has none
nobody-to-tell-help = add a member with `role = "{ $role }"`
never-open = the calendar is never open, so nothing would ever fall due
never-open-help = give at least one day its hours
not-a-colour = `{ $accent }` is not a colour
not-a-colour-help = write it like "#0f6a73"

## Forms
field-twice = the field `{ $id }` is there twice
field-twice-help = give one of them another id
field-no-label = the field `{ $id }` has no label
no-label-help = add `label = {"{"} en = "…" {"}"}`, with every language of the portal
field-no-choice = the field `{ $id }` leaves nothing to choose
field-no-choice-help = give it two `choices` or more
field-not-choice = the field `{ $id }` has choices but is of neither kind "choice" nor "many"
field-not-choice-help = write `kind = "choice"` or `kind = "many"`, or take the choices out
field-shown-if = the field `{ $id }` waits for an answer that no earlier field `{ $other }` offers
field-shown-if-help = name a field before this one, and a value of its `choices`
field-columns = the field `{ $id }` needs `columns` of one line each if it is of kind "table", and none if it is not
field-columns-help = give a table its columns, each of a kind that is answered in one line; take `columns` out of every other field
field-files = the field `{ $id }` asks for more files than are sent at once
field-files-help = files come at most { $most } at once, in all fields of a form: write a smaller `min` and `max`; more can be added afterwards
choice-twice = the choice `{ $value }` is there twice
choice-twice-help = give one of them another value
deadline-no-field = the deadline `{ $id }` is no field that asks for a day
deadline-no-field-help = name a field of kind "date" or "date_time"
request-no-label = the request type has no label

## Theme
template-says = { $reason }
template-page = it happened on the page `{ $page }`
template-pages = it happened on the page `{ $page }`, and on { $others } others
theme-own = a file of the theme itself tells it: { $file }, line { $line }
theme-not-text = a file of the theme is not UTF-8 text
strings-name = `{ $name }` is not named after a language
strings-name-help = name it like `vi.ftl`

## Folders of another tool
foreign-keys = front-matter keys of another tool, kept aside: { $keys }
foreign-tag = the tag `{ $name }` of another tool is shown as it is written ({ $count } ×)
foreign-tag-help = write in Markdown what it stands for, or take it out
foreign-order = left out, as the folder has no such page: { $names }
foreign-order-help = link to them from a page, or set their order with `weight` in the front matter
foreign-order-unread = the order of the pages cannot be read here: { $reason }
foreign-order-unread-help = mend the file; until then pages come in the order of their `weight` and title
language-guessed = the language looks like `{ $lang }`
language-guessed-help = say it with `--lang` if it is another
no-base-url = full addresses name this machine
no-base-url-help = say where the site will be with `--base-url https://…`

## What commands did
nothing-written = Nothing was written.
build-done = { $articles } articles, { $pages } pages, { $size } MB in { $out }: { $made }, { $seconds } s
build-made = { $written } written, { $unchanged } unchanged, { $pruned } removed
build-same = nothing has changed
addresses-new = New addresses: { $count }. `deskmark lock` remembers them.
rewritten = { $path }: rewritten
nothing-to-mend = { $count } articles, nothing to mend.
not-in-lock = `{ $name }` is not in { $file }. Nothing was written.
locked = { $file }: new addresses { $addresses }, new anchors { $anchors }, forgotten { $forgotten }
recorded = { $count } recorded anew, { $known } as they were.
recorded-one = { $file }: { $count } blocks of { $original }
wrote = wrote { $path }
next = Next: { $what }
next-article = write it, watch it with `deskmark serve --content { $content }`, and take out `draft = true` when it is ready
imported = wrote { $files } files to { $dir }: { $articles } articles in { $languages }
import-portal = wrote { $path }: put the title and the address of the site in
import-portal-left = left { $path } as it is: its `languages` should have them all
import-restricted = access restrictions are lost: { $count } articles were only for some people
import-pictures = pictures to fetch by hand: { $count }
import-report = wrote { $path }: read what changed or was lost
host-portal = Portal   { $url }
host-listens = Listens  { $url }
host-data = Data     { $path }
host-no-mail = Mail     waits, and nobody can sign in: set DESKMARK_SMTP_URL, like smtps://user:password@mail.example.org
host-plain-http = Warning  { $url } is not encrypted: whoever is on the way reads links, cookies and tickets. Put https in front, and into base_url.
copied = { $tickets } tickets ({ $events } events), { $files } files ({ $megabytes } MB)
copied-missing = Not there: { $count } files that tickets name. Either their requester was erased just now, or they were lost before.
backed-up = { $to }: { $what }. It holds the secret and what people wrote: keep it as safe as the desk.
restored = { $data }: { $what }. Links work as before; mail that was on its way may come twice.
publish-same = The bucket has all of this already. Nothing was sent.
publish-planned = Would send { $uploads } files, remove { $removals } and refresh { $refreshed } addresses. Nothing was sent.
publish-done = Sent { $uploads } files, removed { $removals }, refreshed { $refreshed } addresses, { $seconds } s
publish-pointed = The desk reads bundle { $bundle } within a minute.
publish-rolled-back = The desk reads bundle { $bundle }, sent { $sent }, within a minute. Pages are as they were: publish an earlier commit for these.
moved = { $tickets } tickets ({ $events } events)
moved-beside = Not in it, to be copied beside it: the server's secret, without which no private link opens, and { $files } files.
exported = { $path }: { $what }. It holds what people wrote: keep it as safe as the desk.
taken-in = Taken in: { $what }. No letters are sent for them.
taken-in-before = { $tickets } of them were there already, from a try before.
repair-head = { $code }: the ticket's page, its place in the queue or its clock was not what its events say
repair-words = { $code }: the search did not find the ticket by its words, or by others
repair-log = { $code }: events are missing or cannot be read; only a backup has them
repaired = { $tickets } tickets looked at, { $faults } faults mended, { $lost } that only a backup mends.
repair-would = { $tickets } tickets looked at, { $faults } faults to mend, { $lost } that only a backup mends. Nothing was written.
resent = { $events } events gone through. What had been sent was not sent again.
doctor-fine = fine
doctor-wrong = wrong
doctor-verdict = Wrong: { $wrong }. Warnings: { $warnings }.
doctor-site = site
doctor-site-fine = built, with desks: { $desks }, languages: { $languages }
doctor-site-wrong = build the portal on this machine or copy its whole `dist` folder here, and name it with --site
doctor-members = members
doctor-members-own = { $email }, a member of the desk { $desk }, is the portal's own address
doctor-members-own-help = give the member an address of their own in desks/{ $desk }.toml: letters to this one come back to whoever reads the portal's mail
doctor-folder = data
doctor-folder-none = there is no folder { $path } yet
doctor-folder-none-help = `deskmark host` makes it; if there should be one, see that --data names it
doctor-folder-fine = only its user may read { $path }
doctor-folder-open = { $path } may be read by other users of this machine
doctor-folder-open-help = chmod { $mode } { $path }
doctor-folder-unreadable = { $path }: { $reason }
doctor-folder-unreadable-help = run this as the user the desk runs as; if the secret is gone, put the one from the last backup there
doctor-room = { $megabytes } MB are free on its disk
doctor-room-help = make room, or move the folder to a larger disk: without room no ticket is taken
doctor-store = tickets
doctor-store-fine = whole, { $tickets } of them
doctor-store-wrong = { $path } cannot be used: { $reason }
doctor-store-wrong-help = stop the desk, keep the folder aside, and restore the last backup with `deskmark restore`
doctor-store-newer = a newer version of Deskmark has worked with them
doctor-store-newer-help = run that version again, or restore the backup from before the update
doctor-waiting = { $count } events wait for their letters
doctor-waiting-help = if the desk runs and this does not go down, see what is said here about mail
doctor-clock = clock
doctor-clock-fine = it is { $now }
doctor-clock-back = it is { $now }, but something was written at { $newest }
doctor-clock-skew = the address answers with a time that is { $seconds } s away from this machine's
doctor-clock-help = let the machine set its clock by the network: `timedatectl set-ntp true`
doctor-mail = mail
doctor-mail-none = DESKMARK_SMTP_URL is not set: letters wait, and nobody can sign in
doctor-mail-none-help = set it to the mail server, like smtps://user:password@mail.example.org, where the desk is started (infra/host/README.md), and here
doctor-mail-url = DESKMARK_SMTP_URL is not the address of a mail server
doctor-mail-fine = { $host } takes letters
doctor-mail-refuses = { $host } answers, and is not ready to take letters
doctor-mail-away = { $host } takes no letters: { $reason }
doctor-mail-away-help = see that name, port, user and password are right, and that this machine may call the port
doctor-mail-open = letters and the password go to { $host } unencrypted
doctor-mail-open-help = write smtps://, or add ?tls=required to the address
doctor-sender = whether mail from { $sender } is believed cannot be seen from here
doctor-sender-help = look yourself: `dig +short TXT { $domain }` should name the mail server in a line with v=spf1, and `dig +short TXT _dmarc.{ $domain }` give a line with v=DMARC1
doctor-address = address
doctor-address-fine = { $url } is answered by a desk
doctor-address-http = { $url } is not encrypted
doctor-address-http-help = put https in front (infra/host/ has Caddy and nginx), and into base_url, and build again
doctor-address-silent = { $url } does not answer: { $reason }
doctor-address-silent-help = see that the desk and the proxy before it run, and that the name leads to this machine. From inside some networks one's own public address cannot be reached: then ask from elsewhere
doctor-address-other = { $url } answers with { $status }, and it is not a desk that does
doctor-address-other-help = let the proxy pass everything on to the address that `deskmark host` listens on
serve-end = {"  "}Ctrl-C ends it.
search-meant = Showing results for `{ $meant }`.
search-none = Nothing is found for `{ $query }`.
