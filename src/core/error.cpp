#include <rackseed/error.hpp>

#include <stdexcept>

namespace rackseed {

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
  throw std::runtime_error(where.to_string() + ": " + error.detail);
}

}  // namespace rackseed
