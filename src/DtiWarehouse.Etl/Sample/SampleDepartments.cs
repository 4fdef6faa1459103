namespace DtiWarehouse.Etl.Sample;

/// <summary>
/// A department of the province. Number = middle group of its identifier. Merger of 2025-03-01: either a new name, or the
/// number of the department that took its work over.
/// </summary>
internal sealed record Department(int Number, string Name, string NameEn)
{
    public string? NameFrom2025 { get; init; }
    public string? NameEnFrom2025 { get; init; }
    public int? MergedInto { get; init; }
    public bool OnOneStopIn2018 { get; init; }
}

/// <summary>The 32 departments, boards and bodies that were on the document system in 2020, and the portals of ministries.</summary>
internal static class SampleDepartments
{
    public const int Interior = 3, Justice = 4, Planning = 5, Finance = 6, Industry = 7, Agriculture = 8, Transport = 9, Construction = 10,
        Environment = 11, Information = 12, Labour = 13, Culture = 14, Science = 15, Education = 16, Health = 17;

    public static readonly Department[] All =
    [
        new(2, "Văn phòng UBND tỉnh", "Office of the Provincial People's Committee"),
        new(Interior, "Sở Nội vụ", "Department of Home Affairs"),
        new(Justice, "Sở Tư pháp", "Department of Justice") { OnOneStopIn2018 = true },
        new(Planning, "Sở Kế hoạch và Đầu tư", "Department of Planning and Investment") { OnOneStopIn2018 = true, MergedInto = Finance },
        new(Finance, "Sở Tài chính", "Department of Finance"),
        new(Industry, "Sở Công Thương", "Department of Industry and Trade") { OnOneStopIn2018 = true },
        new(Agriculture, "Sở Nông nghiệp và Phát triển nông thôn", "Department of Agriculture and Rural Development")
        {
            NameFrom2025 = "Sở Nông nghiệp và Môi trường", NameEnFrom2025 = "Department of Agriculture and Environment",
        },
        new(Transport, "Sở Giao thông vận tải", "Department of Transport") { OnOneStopIn2018 = true, MergedInto = Construction },
        new(Construction, "Sở Xây dựng", "Department of Construction") { OnOneStopIn2018 = true },
        new(Environment, "Sở Tài nguyên và Môi trường", "Department of Natural Resources and Environment") { OnOneStopIn2018 = true, MergedInto = Agriculture },
        new(Information, "Sở Thông tin và Truyền thông", "Department of Information and Communications") { MergedInto = Science },
        new(Labour, "Sở Lao động - Thương binh và Xã hội", "Department of Labour, Invalids and Social Affairs") { OnOneStopIn2018 = true, MergedInto = Interior },
        new(Culture, "Sở Văn hóa, Thể thao và Du lịch", "Department of Culture, Sports and Tourism"),
        new(Science, "Sở Khoa học và Công nghệ", "Department of Science and Technology"),
        new(Education, "Sở Giáo dục và Đào tạo", "Department of Education and Training"),
        new(Health, "Sở Y tế", "Department of Health") { OnOneStopIn2018 = true },
        new(18, "Thanh tra tỉnh", "Provincial Inspectorate"),
        new(19, "Ban Dân tộc", "Board of Ethnic Minority Affairs")
        {
            NameFrom2025 = "Sở Dân tộc và Tôn giáo", NameEnFrom2025 = "Department of Ethnic Minority and Religious Affairs",
        },
        new(20, "Sở Ngoại vụ", "Department of Foreign Affairs"),
        new(21, "Ban Quản lý Khu kinh tế Dung Quất và các khu công nghiệp Quảng Ngãi", "Management Board of Dung Quat Economic Zone and Industrial Parks"),
        new(22, "Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh", "Office of the National Assembly Delegation and the Provincial People's Council"),
        new(23, "Công an tỉnh", "Provincial Police"),
        new(24, "Bộ Chỉ huy Quân sự tỉnh", "Provincial Military Command"),
        new(25, "Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "Provincial Border Guard Command"),
        new(26, "Cục Thuế tỉnh", "Provincial Tax Department"),
        new(27, "Cục Hải quan tỉnh", "Provincial Customs Department"),
        new(28, "Cục Thống kê tỉnh", "Provincial Statistics Office"),
        new(29, "Kho bạc Nhà nước Quảng Ngãi", "State Treasury of Quang Ngai"),
        new(30, "Bảo hiểm xã hội tỉnh", "Provincial Social Insurance"),
        new(31, "Ngân hàng Nhà nước Chi nhánh tỉnh Quảng Ngãi", "State Bank, Quang Ngai Branch"),
        new(32, "Đài Phát thanh - Truyền hình Quảng Ngãi", "Quang Ngai Radio and Television"),
        new(33, "Trường Đại học Phạm Văn Đồng", "Pham Van Dong University"),
    ];

    /// <summary>Portals of ministries named in the 2021 data sheet: identifier, name, department whose procedures they serve, weight.</summary>
    public static readonly (string Code, string Name, string NameEn, int Department, int Weight)[] Portals =
    [
        ("G05.DKKD", "Cổng thông tin quốc gia về đăng ký doanh nghiệp (dangkyquamang.dkkd.gov.vn)", "National business registration portal", Planning, 10),
        ("G09.GPLX", "Dịch vụ công cấp đổi giấy phép lái xe (dichvucong.gplx.gov.vn)", "Driving licence portal", Transport, 10),
        ("G09.QLVT", "Hệ thống quản lý vận tải (qlvt.mt.gov.vn)", "Road transport portal", Transport, 5),
        ("G09.VNSW", "Cổng thông tin một cửa quốc gia (vnsw.gov.vn)", "National single window", Transport, 2),
        ("G11.DVC", "Dịch vụ công việc làm (dvc.vieclamvietnam.gov.vn)", "Employment portal", Labour, 6),
        ("G12.MSTT", "Cấp mã số đơn vị có quan hệ với ngân sách (mstt.mof.gov.vn)", "Budget unit code portal", Finance, 2),
        ("G15.LLTP", "Đăng ký cấp phiếu lý lịch tư pháp trực tuyến (lltp.moj.gov.vn)", "Judicial record portal", Justice, 8),
    ];
}
