/* System calls that fail once: the n-th one below a folder, counted from fault_at(). Loaded with LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char below[PATH_MAX];
static long at, done;

void fault_at(const char *folder, long n) { strncpy(below, folder, sizeof below - 1); done = 0; at = n; }
long fault_calls(void) { return done; }

static int fails(const char *path) {
    if (!below[0] || !path || strncmp(path, below, strlen(below))) return 0;
    if (__sync_add_and_fetch(&done, 1) != at) return 0;
    errno = EIO;
    return 1;
}

static int fd_fails(int fd) {
    char link[64], path[PATH_MAX];
    if (!below[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails(path);
}

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))
#define OF_PATH(type, name, params, path, args) type name params { return fails(path) ? (type) -1 : REAL(name) args; }
#define OF_FD(type, name, params, fd, args) type name params { return fd_fails(fd) ? (type) -1 : REAL(name) args; }
#define MODE(flags) va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest)

int open(const char *p, int f, ...) { MODE(f); return fails(p) ? -1 : REAL(open)(p, f, mode); }
int open64(const char *p, int f, ...) { MODE(f); return fails(p) ? -1 : REAL(open64)(p, f, mode); }
int openat(int d, const char *p, int f, ...) { MODE(f); return fails(p) ? -1 : REAL(openat)(d, p, f, mode); }
int openat64(int d, const char *p, int f, ...) { MODE(f); return fails(p) ? -1 : REAL(openat64)(d, p, f, mode); }
OF_PATH(int, mkdir, (const char *p, mode_t m), p, (p, m))
OF_PATH(int, rmdir, (const char *p), p, (p))
OF_PATH(int, unlink, (const char *p), p, (p))
OF_PATH(int, rename, (const char *p, const char *q), p, (p, q))
OF_PATH(int, link, (const char *p, const char *q), p, (p, q))
OF_PATH(int, linkat, (int d, const char *p, int e, const char *q, int f), p, (d, p, e, q, f))
OF_PATH(int, symlink, (const char *p, const char *q), q, (p, q))
OF_PATH(int, chmod, (const char *p, mode_t m), p, (p, m))
OF_FD(ssize_t, read, (int fd, void *b, size_t n), fd, (fd, b, n))
OF_FD(ssize_t, pread, (int fd, void *b, size_t n, off_t o), fd, (fd, b, n, o))
OF_FD(ssize_t, pread64, (int fd, void *b, size_t n, off64_t o), fd, (fd, b, n, o))
OF_FD(ssize_t, write, (int fd, const void *b, size_t n), fd, (fd, b, n))
OF_FD(ssize_t, pwrite, (int fd, const void *b, size_t n, off_t o), fd, (fd, b, n, o))
OF_FD(ssize_t, pwrite64, (int fd, const void *b, size_t n, off64_t o), fd, (fd, b, n, o))
OF_FD(int, fsync, (int fd), fd, (fd))
OF_FD(int, fdatasync, (int fd), fd, (fd))
OF_FD(int, ftruncate, (int fd, off_t n), fd, (fd, n))
OF_FD(int, ftruncate64, (int fd, off64_t n), fd, (fd, n))
