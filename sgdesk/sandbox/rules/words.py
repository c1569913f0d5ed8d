"""SendGrid's own words for each refusal of `POST /v3/mail/send`.

Source: Twilio, "Mail Send, Errors" (2019 to 2026), and server output quoted
in public issues. `OWN_WORDING` names the rules that SendGrid states without a
known message; their words are this program's.
"""

ADDRESS_EXAMPLE = (
    'e.g. {"email": "example@example.com"} or '
    '{"email": "example@example.com", "name": "Example Recipient"}'
)

TOO_MANY_PERSONALIZATIONS = (
    "The personalization block is limited to 1000 personalizations per API request. "
    "You have provided {count} personalizations. Please consider splitting this into "
    "multiple requests and resending your request."
)
NO_PERSONALIZATION = "You must have at least one personalization."
TOO_MANY_RECIPIENTS = "There is a limit of 1000 total recipients (to + cc + bcc) per request."
TO_REQUIRED = (
    "The to array is required for all personalization objects, and must have at least "
    "one email object with a valid email address."
)
TO_EMAIL_REQUIRED = (
    "The to array must at least have an email parameter with a valid email address and "
    f"it may also contain a name parameter. {ADDRESS_EXAMPLE}"
)
COPY_EMAIL_REQUIRED = (
    (
        "The {array} array, when used, must at least have an email parameter with a valid email "
        f"address and it may also contain a name parameter. {ADDRESS_EXAMPLE}"
    )
    .replace('{"', '{{"')
    .replace('"}', '"}}')
)
INVALID_ADDRESS = "Does not contain a valid address."
DUPLICATE_RECIPIENT = (
    "Each email address in the personalization block should be unique between to, cc, and bcc. "
    "We found the first duplicate instance of [{address}] in the {path} field."
)
ADDRESS_TOO_LONG = "The {role} email exceeds the maximum total length of 320 characters"
FROM_REQUIRED = (
    "The from object must be provided for every email send. It is an object that requires the "
    f"email parameter, but may also contain a name parameter. {ADDRESS_EXAMPLE}"
)
FROM_EMAIL_REQUIRED = (
    "The from object must at least have an email parameter with a valid email address and may "
    f"also contain a name parameter. {ADDRESS_EXAMPLE}"
)
REPLY_TO_EMAIL_REQUIRED = (
    "The reply_to object, when used, must at least have an email parameter with a valid email "
    f"address and it may also contain a name parameter. {ADDRESS_EXAMPLE}"
)

SUBJECT_SHAPE = "The subject of your email must be a string at least one character in length."
SUBJECT_REQUIRED = (
    "The subject is required. You can get around this requirement if you use a template with a "
    "subject defined or if every personalization has a subject defined."
)
PERSONAL_SUBJECT_REQUIRED = (
    "The subject is required. You can get around this requirement if you use a template with a "
    "subject defined."
)
# SendGrid writes `template_ID` here; the field itself is `template_id`.
CONTENT_REQUIRED = (
    "The content param is required unless you are using a transactional template and have "
    "defined a template_ID."
)
CONTENT_EMPTY = (
    "There must be at least one defined content block. We typically suggest both text/plain and "
    "text/html blocks are included, but only one block is required."
)
CONTENT_TYPE_REQUIRED = (
    "A content type is required, this tells email clients how to display the email."
)
CONTENT_TYPE_SHAPE = "Your content type must be a string with length of at least one character."
CONTENT_TYPE_CHARACTERS = "Cannot contain ';', or CRLF characters."
CONTENT_VALUE_REQUIRED = (
    "A content value is required, this is the content of the email you are sending."
)
CONTENT_VALUE_SHAPE = "The content value must be a string at least one character in length."
CONTENT_ORDER = (
    "Following RFC 1341, section 7.2, if either text/html or text/plain are to be sent in your "
    "email: text/plain needs to be first, followed by text/html, followed by any other content."
)

ATTACHMENT_BASE64 = "The attachment content must be base64 encoded."
ATTACHMENT_CONTENT = "The attachment content must be a string at least one character in length."
FILENAME_REQUIRED = "filename is required."
FILENAME_SHAPE = "The filename of your attachment must be a string."
FILENAME_LINE_ENDS = "The filename of your attachment cannot contain CRLF characters."
ATTACHMENT_TYPE_SHAPE = "The attachment type must be a string and at least one character in length."
ATTACHMENT_TYPE_CHARACTERS = "The type cannot contain ';', or CRLF characters."
DISPOSITION = (
    'The disposition of your attachment can be either "inline" or "attachment". '
    "You provided {given}."
)
CONTENT_ID_SHAPE = "The content ID of your attachment must be a string. You provided {given}."
CONTENT_ID_LINE_ENDS = "The content ID of your attachment cannot contain CRLF characters."

HEADER_VALUES = "The header values must be strings."
HEADER_KEYS = "Header keys cannot contain non-ASCII characters and empty spaces."
HEADER_RESERVED = "Header can not be one of the reserved keys."
PERSONAL_HEADER_VALUES = "All values of the headers object must be strings."
PERSONAL_HEADER_KEYS = "Header keys cannot contain non-ASCII characters or empty spaces."
PERSONAL_HEADER_RESERVED = "Header cannot be one of the reserved keys."
HEADER_DUPLICATES = "The headers cannot contain duplicate keys."

CUSTOM_ARG_VALUES = "All values of custom arguments object must be strings"
CUSTOM_ARGS_EMPTY = "custom_args cannot be empty."
CUSTOM_ARGS_SIZE = (
    "The combined size of both global and personalization custom arguments may not exceed "
    "10,000 bytes per personalization."
)
SUBSTITUTION_VALUES = (
    "The substitution values must be an object of key/value pairs, where the values are all "
    "strings."
)
SUBSTITUTION_COUNT = "You are limited to 10,000 substitutions."
SUBSTITUTIONS_WITH_DYNAMIC = "Substitutions may not be used with dynamic templating"
SECTION_VALUES = "The section values must be strings."

CATEGORY_COUNT = (
    "There is a limit of 10 categories for each email that is sent. "
    "You provided {count} categories."
)
CATEGORY_SHAPE = "Categories must be an array of strings."
CATEGORY_LENGTH = (
    "Each category must not be longer than 255 characters. {category} exceeds this limit"
)
CATEGORY_DUPLICATE = (
    "The categories must be a unique list, and you have included {category} more than once."
)
CATEGORY_ASCII = "Categories can not contain non-ASCII characters."

SEND_AT_SHAPE = (
    "The send_at parameter is expecting a Unix timestamp as an integer. We will send immediately "
    "if you include a send_at timestamp that is in the past."
)
SEND_AT_TOO_LATE = "Scheduling more than 72 hours in advance is forbidden."
BATCH_ID_SHAPE = "The batch_id must be a string."
IP_POOL_SHAPE = "The name of your IP pool must be a string."
IP_POOL_UNKNOWN = (
    "The IP Pool name must be a valid pool name for your account. You provided {given}."
)
TEMPLATE_ID_SHAPE = "The template ID must be a string, you provided {given}."
TEMPLATE_UNKNOWN = (
    "The Template ID must be a valid template id for your account. You provided {given}."
)
GROUP_ID_SHAPE = "The ASM group ID must be an integer."
GROUP_ID_UNKNOWN = (
    "The ASM group ID must be a valid Group ID on your account. You provided {given}."
)
GROUPS_SHAPE = "The ASM Group IDs to display must be an array of integers."
GROUPS_UNKNOWN = (
    "All ASM groups to display must be valid ASM groups IDs on your account. You provided {given}."
)
GROUPS_COUNT = (
    "There is a limit of 25 unsubscribe groups that can be displayed to a user at a time."
)

WRONG_TYPE = "Invalid type. Expected: {expected}, given: {given}."

UNKNOWN_PROPERTY = "Additional property {name} is not allowed"
NAME_CHARACTERS = "The name cannot contain ';' or ',' characters."
BOTH_REPLY_TO = "The reply_to and reply_to_list parameters are mutually exclusive."
REPLY_TO_LIST_COUNT = "There is a limit of 1000 addresses in reply_to_list."
REPLY_TO_LIST_DUPLICATE = (
    "The reply_to_list must be a unique list, and you have included {address} more than once."
)
PERSONAL_FROM_DOMAIN = (
    "The domain of a personalization's from must match the domain of the message's from."
)
FILENAME_CHARACTERS = "The filename of your attachment cannot contain ';' or ',' characters."
SUBSTITUTION_SIZE = "The substitutions may not exceed 10,000 bytes per personalization."
DYNAMIC_DATA_WITHOUT_TEMPLATE = "dynamic_template_data may only be used with a dynamic template."
BYPASS_CONFLICT = "bypass_list_management cannot be combined with any other bypass setting."
OTHER_BYPASS_SHAPE = "The bypass {name} management enable param should be a boolean value."

OWN_WORDING = frozenset(
    {
        UNKNOWN_PROPERTY,
        NAME_CHARACTERS,
        BOTH_REPLY_TO,
        REPLY_TO_LIST_COUNT,
        REPLY_TO_LIST_DUPLICATE,
        PERSONAL_FROM_DOMAIN,
        FILENAME_CHARACTERS,
        SUBSTITUTION_SIZE,
        DYNAMIC_DATA_WITHOUT_TEMPLATE,
        BYPASS_CONFLICT,
        OTHER_BYPASS_SHAPE,
    }
)
