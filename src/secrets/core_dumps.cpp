#include "src/secrets/core_dumps.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace rackseed::secrets {

// The limit alone does not hold where core_pattern is a pipe (core(5)). Neither call can fail: both
// take away what every process has.
void forbid_core_dumps() {
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  const rlimit none{};
  ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace rackseed::secrets
