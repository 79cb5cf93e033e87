#include "images/loaders.hpp"

#include <gmock/gmock.h>

#include "tests/cli/temporary_folder.hpp"

namespace rackseed::images {
namespace {

using cli::TemporaryFolder;
using cli::write;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> kIpxe = {"usr/lib/ipxe/undionly.kpxe", "usr/lib/ipxe/snponly.efi",
                                        "boot/ipxe.efi"};
const std::string kShim = "usr/lib/shim/shimx64.efi.signed";
const std::string kGrub = "usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed";

std::vector<std::string> names_of(const std::vector<Loader>& loaders) {
  std::vector<std::string> names;
  names.reserve(loaders.size());
  for (const Loader& loader : loaders) names.push_back(loader.name);
  return names;
}

TEST(Loaders, GetTheNamesThatAreAskedFor) {
  const TemporaryFolder root;
  for (const std::string& file : kIpxe) write(root / file, "");
  write(root / kShim, "");
  write(root / kGrub, "");
  const auto loaders = find_loaders(root.text());
  ASSERT_TRUE(loaders) << loaders.error().detail;
  EXPECT_THAT(names_of(*loaders), testing::ElementsAre("undionly.kpxe", "snponly.efi", "ipxe.efi",
                                                       "shimx64.efi", "grubx64.efi"));
  EXPECT_EQ(loaders->back().file, root / kGrub);
}

TEST(Loaders, AreFoundInAFolderAPackage) {
  const TemporaryFolder root;
  for (const std::string& file : kIpxe) write(root / ("ipxe/" + file), "");
  write(root / ("shim-signed/" + kShim), "");
  write(root / ("grub-efi-amd64-signed/" + kGrub), "");
  const auto loaders = find_loaders(root.text());
  ASSERT_TRUE(loaders) << loaders.error().detail;
  EXPECT_EQ(loaders->size(), 5U);
}

TEST(Loaders, IncludeThoseForArm64WhereThereAreAny) {
  const TemporaryFolder root;
  for (const std::string& file : kIpxe) write(root / file, "");
  for (const auto* file : {"usr/lib/ipxe/ipxe-arm64.efi", "usr/lib/shim/shimaa64.efi.signed",
                           "usr/lib/grub/arm64-efi-signed/grubnetaa64.efi.signed"})
    write(root / file, "");
  write(root / kShim, "");
  write(root / kGrub, "");
  const auto loaders = find_loaders(root.text());
  ASSERT_TRUE(loaders) << loaders.error().detail;
  EXPECT_THAT(names_of(*loaders),
              testing::IsSupersetOf({"snponly-arm64.efi", "shimaa64.efi", "grubaa64.efi"}));
}

TEST(Loaders, MissingOnesNameThePackagesToInstall) {
  const TemporaryFolder root;
  for (const std::string& file : kIpxe) write(root / file, "");
  write(root / kGrub, "");
  auto loaders = find_loaders(root.text());
  ASSERT_FALSE(loaders);
  EXPECT_EQ(loaders.error().code, Errc::kUnavailable);
  EXPECT_THAT(loaders.error().detail,
              testing::AllOf(HasSubstr(kShim + " missing: apt install shim-signed;"),
                             Not(HasSubstr("undionly"))));
  loaders = find_loaders(root / "nonexistent");
  ASSERT_FALSE(loaders);
  EXPECT_THAT(loaders.error().detail,
              HasSubstr("apt install ipxe shim-signed grub-efi-amd64-signed"));
}

}  // namespace
}  // namespace rackseed::images
