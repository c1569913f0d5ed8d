/* A small, fast SMTP server that accepts everything and keeps nothing.
 *
 * Speed goals need a server that is quicker than any client measured against
 * it, so this one answers from fixed strings, one thread a connection, and
 * collects the replies to a pipelined group into one write.
 *
 *   sink --cert CHAIN.pem --key KEY.pem [--host ADDR] [--starttls PORT] [--tls PORT]
 *        [--https PORT] [--think MS] [--tickets N] [--count FILE]
 *
 * A port of 0 takes a free one. Prints one JSON line with the ports when it
 * listens, and runs until SIGTERM. With --count it writes the number of
 * messages accepted so far to FILE when it ends. With --think it waits that long
 * before the reply that accepts a message. --tickets sets how many TLS session
 * tickets follow a handshake: a client waits for none of them. --https answers 202 to any request.
 *
 * It offers what SendGrid's relay offers: 8BITMIME, PIPELINING, SIZE, STARTTLS,
 * AUTH PLAIN LOGIN. Commands are not validated.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

static SSL_CTX *context;
static atomic_long accepted;
static const char *count_file;
static long think_ms;

enum protocol { STARTTLS, TLS, HTTPS };

struct listener {
    int fd;
    enum protocol protocol;
};

struct session {
    int fd;
    SSL *ssl;
    char in[65536];
    size_t have, used;
    char out[8192];
    size_t pending;
};

static int receive(struct session *s) {
    ssize_t n;
    if (s->used == s->have) s->used = s->have = 0;
    if (s->have == sizeof s->in) {
        memmove(s->in, s->in + s->used, s->have - s->used);
        s->have -= s->used;
        s->used = 0;
        if (s->have == sizeof s->in) return 0;
    }
    if (s->ssl) {
        n = SSL_read(s->ssl, s->in + s->have, (int)(sizeof s->in - s->have));
    } else {
        n = read(s->fd, s->in + s->have, sizeof s->in - s->have);
    }
    if (n <= 0) return 0;
    s->have += (size_t)n;
    return 1;
}

static int flush_replies(struct session *s) {
    size_t done = 0;
    while (done < s->pending) {
        ssize_t n = s->ssl ? SSL_write(s->ssl, s->out + done, (int)(s->pending - done))
                           : write(s->fd, s->out + done, s->pending - done);
        if (n <= 0) return 0;
        done += (size_t)n;
    }
    s->pending = 0;
    return 1;
}

static int reply(struct session *s, const char *text) {
    size_t size = strlen(text);
    if (s->pending + size > sizeof s->out && !flush_replies(s)) return 0;
    memcpy(s->out + s->pending, text, size);
    s->pending += size;
    return 1;
}

/* Give the next line without its line end, or NULL when the peer is gone.
 * Replies leave only when there is nothing more to read: that is what makes
 * one round trip of a pipelined group. */
static char *next_line(struct session *s) {
    for (;;) {
        char *end = memchr(s->in + s->used, '\n', s->have - s->used);
        if (end) {
            char *line = s->in + s->used;
            s->used = (size_t)(end - s->in) + 1;
            if (end > line && end[-1] == '\r') end--;
            *end = 0;
            return line;
        }
        if (s->pending && !flush_replies(s)) return NULL;
        if (!receive(s)) return NULL;
    }
}

/* Read up to the line that is a single dot; the state spans reads. */
static int swallow_body(struct session *s) {
    static const char mark[] = "\r\n.\r\n";
    size_t matched = 2; /* the body may be empty: DATA itself ended a line */
    for (;;) {
        while (s->used < s->have) {
            char c = s->in[s->used++];
            if (c == mark[matched]) {
                if (++matched == 5) return 1;
            } else {
                matched = c == '\r' ? 1 : 0;
                if (!matched) {
                    char *r = memchr(s->in + s->used, '\r', s->have - s->used);
                    s->used = r ? (size_t)(r - s->in) : s->have;
                }
            }
        }
        if (!receive(s)) return 0;
    }
}

static int start_tls(struct session *s) {
    s->ssl = SSL_new(context);
    SSL_set_fd(s->ssl, s->fd);
    s->used = s->have = 0;
    return SSL_accept(s->ssl) == 1;
}

static const char *ehlo_reply =
    "250-sink.test\r\n250-8BITMIME\r\n250-PIPELINING\r\n250-SIZE 31457280\r\n"
    "250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n";

static int is(const char *line, const char *verb) {
    return strncasecmp(line, verb, strlen(verb)) == 0;
}

static void think(void) {
    struct timespec pause = {.tv_sec = think_ms / 1000, .tv_nsec = think_ms % 1000 * 1000000L};
    if (think_ms) nanosleep(&pause, NULL);
}

static void converse(struct session *s) {
    char *line;
    char done[64];
    if (!reply(s, "220 sink.test ESMTP\r\n") || !flush_replies(s)) return;
    while ((line = next_line(s))) {
        if (is(line, "EHLO") || is(line, "HELO")) {
            if (!reply(s, ehlo_reply)) return;
        } else if (is(line, "MAIL") || is(line, "RCPT") || is(line, "RSET") || is(line, "NOOP")) {
            if (!reply(s, "250 ok\r\n")) return;
        } else if (is(line, "DATA")) {
            if (!reply(s, "354 Continue\r\n") || !flush_replies(s) || !swallow_body(s)) return;
            think();
            snprintf(done, sizeof done, "250 Ok: queued as sink%ld\r\n", ++accepted);
            if (!reply(s, done)) return;
        } else if (is(line, "STARTTLS")) {
            if (!reply(s, "220 go ahead\r\n") || !flush_replies(s) || !start_tls(s)) return;
        } else if (is(line, "AUTH PLAIN ")) {
            if (!reply(s, "235 ok\r\n")) return;
        } else if (is(line, "AUTH PLAIN")) {
            if (!reply(s, "334 \r\n") || !next_line(s) || !reply(s, "235 ok\r\n")) return;
        } else if (is(line, "AUTH LOGIN")) {
            if (!line[10] && (!reply(s, "334 VXNlcm5hbWU6\r\n") || !next_line(s))) return;
            if (!reply(s, "334 UGFzc3dvcmQ6\r\n") || !next_line(s)) return;
            if (!reply(s, "235 ok\r\n")) return;
        } else if (is(line, "QUIT")) {
            reply(s, "221 bye\r\n");
            flush_replies(s);
            return;
        } else if (!reply(s, "500 unknown\r\n")) {
            return;
        }
    }
}

/* Answer 202 to each request once its body is here. */
static void answer_http(struct session *s) {
    char *line;
    for (;;) {
        size_t body = 0;
        if (!(line = next_line(s))) return;
        while (*line) {
            if (is(line, "Content-Length:")) body = strtoul(line + 15, NULL, 10);
            if (!(line = next_line(s))) return;
        }
        while (body) {
            size_t here = s->have - s->used;
            if (!here && !receive(s)) return;
            here = s->have - s->used < body ? s->have - s->used : body;
            s->used += here;
            body -= here;
        }
        think();
        ++accepted;
        if (!reply(s, "HTTP/1.1 202 Accepted\r\nX-Message-Id: sinksinksinksinksinksi\r\n"
                      "Content-Length: 0\r\n\r\n") || !flush_replies(s)) return;
    }
}

static void *serve(void *argument) {
    struct listener hello = *(struct listener *)argument;
    struct session *s = calloc(1, sizeof *s);
    int on = 1;
    free(argument);
    s->fd = hello.fd;
    setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (hello.protocol == STARTTLS || start_tls(s)) {
        if (hello.protocol == HTTPS) answer_http(s);
        else converse(s);
    }
    if (s->ssl) {
        SSL_shutdown(s->ssl);
        SSL_free(s->ssl);
    }
    close(s->fd);
    free(s);
    return NULL;
}

static void *accept_loop(void *argument) {
    struct listener *l = argument;
    for (;;) {
        struct listener *hello = malloc(sizeof *hello);
        pthread_t thread;
        hello->fd = accept(l->fd, NULL, NULL);
        hello->protocol = l->protocol;
        if (hello->fd < 0) {
            free(hello);
            continue;
        }
        pthread_create(&thread, NULL, serve, hello);
        pthread_detach(thread);
    }
    return NULL;
}

static int listen_on(const char *host, int port) {
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    inet_pton(AF_INET, host, &where.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&where, sizeof where) || listen(fd, 128)) {
        perror("sink");
        exit(1);
    }
    return fd;
}

static int port_of(int fd) {
    struct sockaddr_in where;
    socklen_t size = sizeof where;
    getsockname(fd, (struct sockaddr *)&where, &size);
    return ntohs(where.sin_port);
}

int main(int argc, char **argv) {
    const char *cert = NULL, *key = NULL, *host = "127.0.0.1";
    int ports[3] = {0}, tickets = 2, ended;
    struct listener listeners[3];
    pthread_t thread;
    sigset_t ends;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--cert")) cert = argv[i + 1];
        else if (!strcmp(argv[i], "--key")) key = argv[i + 1];
        else if (!strcmp(argv[i], "--host")) host = argv[i + 1];
        else if (!strcmp(argv[i], "--starttls")) ports[STARTTLS] = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--tls")) ports[TLS] = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--https")) ports[HTTPS] = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--think")) think_ms = atol(argv[i + 1]);
        else if (!strcmp(argv[i], "--tickets")) tickets = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--count")) count_file = argv[i + 1];
        else return fprintf(stderr, "sink: unknown option %s\n", argv[i]), 2;
    }
    if (!cert || !key) return fprintf(stderr, "sink: --cert and --key are needed\n"), 2;
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_num_tickets(context, (size_t)tickets);
    if (SSL_CTX_use_certificate_chain_file(context, cert) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
        return fprintf(stderr, "sink: the certificate or key cannot be used\n"), 1;
    for (int i = 0; i < 3; i++) {
        listeners[i].fd = listen_on(host, ports[i]);
        listeners[i].protocol = (enum protocol)i;
        pthread_create(&thread, NULL, accept_loop, &listeners[i]);
    }
    printf("{\"starttls\": %d, \"tls\": %d, \"https\": %d}\n", port_of(listeners[STARTTLS].fd),
           port_of(listeners[TLS].fd), port_of(listeners[HTTPS].fd));
    fflush(stdout);
    sigwait(&ends, &ended);
    if (count_file) {
        FILE *f = fopen(count_file, "w");
        if (f) {
            fprintf(f, "%ld\n", accepted);
            fclose(f);
        }
    }
    return 0;
}
