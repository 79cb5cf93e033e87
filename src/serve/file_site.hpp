#pragma once

#include <functional>

#include "http/file.hpp"
#include "http/routes.hpp"
#include "http/site.hpp"
#include "images/layout.hpp"

namespace rackseed::serve {

/// Serves the files of the state folder; for everything else it asks whoever knows the nodes.
class FileSite final : public http::Site {
 public:
  using Ask = std::function<boost::asio::awaitable<http::Text>(http::Route, http::Request)>;

  /// Throws std::system_error when one of the folders cannot be opened.
  FileSite(const images::Layout& layout, Ask ask);

  boost::asio::awaitable<http::Answer> answer(const http::Request& request) override;

 private:
  http::Folder os_;
  http::Folder apt_;
  http::Folder images_;
  Ask ask_;
};

}  // namespace rackseed::serve
