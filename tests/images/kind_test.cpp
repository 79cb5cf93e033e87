#include "images/kind.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/images/packed.hpp"

namespace rackseed::images {
namespace {

using namespace std::string_literals;

/// A text with something in its place.
std::string with(std::string text, std::size_t offset, const std::string& what) {
  if (text.size() < offset + what.size()) text.resize(offset + what.size());
  return text.replace(offset, what.size(), what);
}

Kind kind(const std::string& text) { return kind_of(bytes_of(text)); }

const std::string kCpio = "070701" + std::string(600, '0');
const std::string kDosDisk =
    with(with("", 446 + 16, "\x80\0\0\0\x83\0\0\0\0\x08\0\0\0\x10\0\0"s), 510, "\x55\xaa");
const std::string kBzImage = with(with("MZ", 0x1fe, "\x55\xaa"), 0x202, "HdrS");

std::string efi_program(std::size_t header) {
  std::string text = with("MZ", 64, "");
  for (unsigned i = 0; i < 4; ++i)
    text = with(text, 60 + i, std::string(1, static_cast<char>(header >> 8 * i & 0xffU)));
  return with(text, header, "PE\0\0"s);
}

TEST(Kind, IsToldByTheContent) {
  EXPECT_EQ(kind(with("", 32769, "CD001")), Kind::kIso);
  EXPECT_EQ(kind("QFI\xfb\0\0\0\3"s), Kind::kQcow2);
  EXPECT_EQ(kind(kBzImage), Kind::kKernel);
  EXPECT_EQ(kind(with("MZ", 56, "ARMd")), Kind::kKernel);
  EXPECT_EQ(kind("MZ\0\0zimg"s), Kind::kKernel);
  EXPECT_EQ(kind(efi_program(128)), Kind::kLoader);
  EXPECT_EQ(kind("\xea\x05\x00\xc0\x07 rest"s), Kind::kLoader);
  EXPECT_EQ(kind(kCpio), Kind::kInitrd);
  EXPECT_EQ(kind("\x02\x21\x4c\x18 and a block of 8 MiB"), Kind::kInitrd);
  EXPECT_EQ(kind(kDosDisk), Kind::kRaw);
  EXPECT_EQ(kind(with(with("", 510, "\x55\xaa"), 512, "EFI PART")), Kind::kRaw);
  EXPECT_EQ(kind("anything"), Kind::kFile);
  EXPECT_EQ(kind(""), Kind::kFile);
}

TEST(Kind, PrefersWhatIsMoreSpecial) {
  EXPECT_EQ(kind(with(kDosDisk, 32769, "CD001")), Kind::kIso) << "a hybrid ISO";
  const std::string stub = with(efi_program(0x1000), 0x1fe, "\x55\xaa");
  EXPECT_EQ(kind(with(stub, 0x202, "HdrS")), Kind::kKernel) << "a kernel with an EFI stub";
}

TEST(Kind, LooksIntoCompressedOnes) {
  for (const auto* filter : {"gzip", "xz", "zstd", "lz4", "bzip2"}) {
    EXPECT_EQ(kind(packed(kCpio, filter)), Kind::kInitrd) << filter;
    EXPECT_EQ(kind(packed(with("", 56, "ARMd"), filter)), Kind::kKernel) << filter;
  }
  EXPECT_EQ(kind(packed(kDosDisk, "zstd")), Kind::kZstd);
  EXPECT_EQ(kind(packed(kDosDisk, "gzip")), Kind::kFile);
}

TEST(Kind, LooksIntoTheBeginningOfALongOne) {
  std::string noise;  // that no compressor makes shorter
  std::uint32_t state = 1;
  while (noise.size() < 3 * kKindBytes) {
    state = state * 1664525 + 1013904223;
    noise.push_back(static_cast<char>(state >> 24U));
  }
  for (const auto* filter : {"gzip", "xz", "zstd"}) {
    const std::string whole = packed(kCpio + noise, filter);
    ASSERT_GT(whole.size(), 2 * kKindBytes);
    EXPECT_EQ(kind(whole.substr(0, kKindBytes)), Kind::kInitrd) << filter;
  }
}

TEST(Kind, SurvivesEveryTruncation) {
  for (const std::string& whole : {kDosDisk, kBzImage, efi_program(100), packed(kCpio, "gzip"),
                                   packed(kCpio, "zstd"), packed(kCpio, "lz4")})
    for (std::size_t size = 0; size < whole.size(); ++size)
      EXPECT_FALSE(to_string(kind(whole.substr(0, size))).empty());
}

TEST(Kind, IsNoDiskWhenTheTableMakesNoSense) {
  EXPECT_EQ(kind(with("", 510, "\x55\xaa")), Kind::kFile) << "an empty table";
  EXPECT_EQ(kind(with(kDosDisk, 446, "\x01")), Kind::kFile) << "no status of a partition";
  EXPECT_EQ(kind(with(kDosDisk, 446 + 16 + 4, std::string(1, '\0'))), Kind::kFile)
      << "sectors of no type";
}

TEST(Kind, IsNoLoaderWithoutItsHeader) {
  EXPECT_EQ(kind("MZ"), Kind::kFile);
  EXPECT_EQ(kind(with("MZ", 60, "\xff\xff\xff\xff")), Kind::kFile);
  EXPECT_EQ(kind(with(efi_program(128), 128, "NE")), Kind::kFile);
}

TEST(Kind, HasANameEach) {
  EXPECT_EQ(to_string(Kind::kLoader), "loader");
  EXPECT_EQ(to_string(Kind::kIso), "iso");
  EXPECT_EQ(to_string(Kind::kRaw), "raw");
  EXPECT_EQ(to_string(Kind::kQcow2), "qcow2");
  EXPECT_EQ(to_string(Kind::kZstd), "zstd");
  EXPECT_EQ(to_string(Kind::kKernel), "kernel");
  EXPECT_EQ(to_string(Kind::kInitrd), "initrd");
  EXPECT_EQ(to_string(Kind::kFile), "file");
}

}  // namespace
}  // namespace rackseed::images
