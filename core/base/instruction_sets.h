// One build serves every x86-64: a function that is marked with REGULUS_CLONES is compiled for three
// instruction sets, and the one for this processor is chosen when the program starts. Elsewhere, and with
// sanitizers, which are not ready yet when it is chosen, it is compiled once.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define REGULUS_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define REGULUS_CLONES
#endif
