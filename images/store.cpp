#include "images/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "images/names.hpp"

namespace rackseed::images {
namespace {

namespace fs = std::filesystem;

Error other_digest(const SourceFile& source, const std::string& digest,
                   const std::string& expected) {
  return {Errc::kDenied,
          fmt::format("{}: its SHA-256 is {}, not {}: the file is damaged, or another one; nothing "
                      "was stored",
                      source.path().string(), digest, expected)};
}

Result<std::string> digest_of(const SourceFile& source, const Progress& progress) {
  Digest digest;
  std::vector<std::uint8_t> buffer(kChunkBytes);
  for (std::int64_t done = 0;;) {
    const auto size = read_at(source.descriptor(), done, buffer, source.path());
    if (!size) return size.error();
    if (*size == 0 || done > source.bytes()) break;
    digest.update(Bytes(buffer).first(*size));
    done += static_cast<std::int64_t>(*size);
    progress(done, source.bytes());
  }
  if (const auto same = source.check_unchanged(); !same) return same.error();
  return digest.hex();
}

Result<Kind> kind_of_file(int file, const fs::path& path) {
  std::vector<std::uint8_t> beginning(kKindBytes);
  const auto size = read_at(file, 0, beginning, path);
  if (!size) return size.error();
  return kind_of(Bytes(beginning).first(*size));
}

}  // namespace

Result<Store> Store::open(const fs::path& state) {
  Store store{Layout(state)};
  for (const fs::path& folder :
       {store.layout_.contents(), store.layout_.boot(), store.layout_.apt()})
    if (const auto made = make_folder(folder); !made) return made.error();
  for (const fs::path& folder : {store.layout_.state(), store.layout_.os()})
    if (const auto kept = sync_folder(folder); !kept) return kept.error();
  return store;
}

Result<std::vector<std::string>> Store::contents_of(std::int64_t bytes) const {
  std::vector<std::string> digests;
  std::error_code error;
  for (fs::directory_iterator entry(layout_.contents(), error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code unreadable;
    const auto name = entry->path().filename().string();
    if (is_sha256(name) && entry->symlink_status(unreadable).type() == fs::file_type::regular &&
        entry->file_size(unreadable) == static_cast<std::uintmax_t>(bytes) && !unreadable)
      digests.push_back(name);
  }
  if (error)
    return Error{Errc::kUnavailable,
                 fmt::format("{}: {}", layout_.contents().string(), error.message())};
  return digests;
}

Result<std::int64_t> Store::space_for(std::int64_t bytes) const {
  const auto same_size = contents_of(bytes);
  if (!same_size) return same_size.error();
  return same_size->empty() ? bytes : 0;
}

/// The file is read for it only when a content of its size is there.
Result<std::optional<std::string>> Store::find_same(const SourceFile& source,
                                                    const std::string& expected,
                                                    const Progress& progress) const {
  const auto candidates = contents_of(source.bytes());
  if (!candidates) return candidates.error();
  const auto is_candidate = [&](const std::string& digest) {
    return std::ranges::count(*candidates, digest) > 0;
  };
  if (candidates->empty() || (!expected.empty() && !is_candidate(expected)))
    return std::optional<std::string>();
  const auto digest = digest_of(source, progress);
  if (!digest) return digest.error();
  if (!expected.empty() && *digest != expected) return other_digest(source, *digest, expected);
  return is_candidate(*digest) ? std::optional(*digest) : std::nullopt;
}

Result<Content> Store::finish(Part& part) const {
  const auto kind = kind_of_file(part.descriptor(), layout_.contents());
  if (!kind) return kind.error();
  Content content{.sha256 = part.sha256(),
                  .bytes = part.bytes(),
                  .kind = *kind,
                  .resumed_bytes = part.resumed_bytes()};
  const auto is_new = part.commit(layout_);
  if (!is_new) return is_new.error();
  content.is_new = *is_new;
  return content;
}

Result<Content> Store::import_file(const SourceFile& source, const std::string& expected,
                                   const Progress& progress) {
  const auto same = find_same(source, expected, progress);
  if (!same) return same.error();
  if (*same) {
    Part::remove_stale(layout_.part(source.key()));
    const auto kind = kind_of_file(source.descriptor(), source.path());
    if (!kind) return kind.error();
    return Content{.sha256 = **same, .bytes = source.bytes(), .kind = *kind};
  }
  auto part = Part::open(layout_, source.key());
  if (!part) return part.error();
  if (const auto copied = part->copy(source, progress); !copied) return copied.error();
  if (!expected.empty() && part->sha256() != expected) {
    part->discard();
    return other_digest(source, part->sha256(), expected);
  }
  return finish(*part);
}

Result<Content> Store::import_member(const std::string& iso_sha256, const IsoMember& member) {
  const auto iso = SourceFile::open(layout_.content(iso_sha256));
  if (!iso) return iso.error();
  auto part = Part::open(layout_, part_key(iso_sha256 + "/" + member.path));
  if (!part) return part.error();
  if (const auto empty = part->restart(); !empty) return empty.error();
  auto extracted = check_space(member.bytes, layout_.contents());
  if (extracted)
    extracted = extract_member(*iso, member, [&part](Bytes bytes) { return part->append(bytes); });
  if (!extracted) {
    part->discard();
    return extracted.error();
  }
  return finish(*part);
}

void Store::remove(const std::string& sha256) const {
  std::error_code ignored;
  fs::remove(layout_.content(sha256), ignored);
}

}  // namespace rackseed::images
