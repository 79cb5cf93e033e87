#include "src/serve/file_site.hpp"

#include "http/content_type.hpp"

namespace rackseed::serve {
namespace {

using Path = std::vector<std::string>;

http::Answer file_answer(const http::Folder& folder, const Path& path) {
  auto file = folder.find(path);
  if (!file) {
    const bool is_denied = file.error().code == Errc::kDenied;
    return http::refusal(is_denied ? 403 : 503, file.error().detail);
  }
  if (*file == nullptr) return http::refusal(404, "there is no such file");
  return http::FileBody{.file = *std::move(file),
                        .type = std::string(http::content_type(path.back()))};
}

}  // namespace

FileSite::FileSite(const images::Layout& layout, Ask ask)
    : os_(layout.os()), apt_(layout.apt()), images_(layout.contents()), ask_(std::move(ask)) {}

boost::asio::awaitable<http::Answer> FileSite::answer(const http::Request& request) {
  http::Route route = http::route(request);
  if (const auto* asked = std::get_if<http::StaticFile>(&route)) {
    const bool is_apt = asked->area == http::StaticFile::Area::kApt;
    co_return file_answer(is_apt ? apt_ : os_, asked->path);
  }
  if (const auto* asked = std::get_if<http::ImageFile>(&route))
    co_return file_answer(images_, Path{asked->sha256});
  if (const auto* none = std::get_if<http::NoRoute>(&route))
    co_return http::refusal(none->status, none->why);
  http::Text text = co_await ask_(std::move(route), request);
  co_return text;
}

}  // namespace rackseed::serve
